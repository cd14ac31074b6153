/** The fixed name of the file: "Do not modify the file name" (help page "Upload images", Mar 08 2024). */
export const META_FILE_NAME = 'increment.meta';
