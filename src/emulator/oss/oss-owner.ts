/** All buckets belong to one account. */
export const OSS_OWNER = { ID: '1000000000000001', DisplayName: '1000000000000001' } as const;
