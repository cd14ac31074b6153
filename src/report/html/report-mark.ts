/** By this a page is known as a report, in its first bytes. */
export const REPORT_MARK = '<meta name="generator" content="imagesearch-import">';
