package org.coverslip.slide.bioformats;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How one file is opened.
 *
 * @param library that opens it
 * @param path the file
 * @param group whether other files of the folder may belong to it, such as the levels of a DICOM
 *     slide
 */
record LociFile(BioFormats library, Path path, boolean group) {

    /**
     * A reader on the file; the caller closes it.
     *
     * @param store where the metadata goes, null for nowhere
     * @throws IOException whatever Bio-Formats throws, but for errors
     */
    LociReader open(Object store) throws IOException {
        LociReader reader = library.newReader();
        boolean opened = false;
        try {
            reader.setGroupFiles(group);
            if (store != null) reader.setMetadataStore(store);
            reader.setId(path.toString());
            opened = true;
            return reader;
        } catch (RuntimeException | LinkageError e) {
            throw new IOException(e.toString(), e);
        } finally {
            if (!opened) closeQuietly(reader);
        }
    }

    private static void closeQuietly(LociReader reader) {
        try {
            reader.close();
        } catch (IOException | RuntimeException e) {
            // What failed first is thrown.
        }
    }
}
