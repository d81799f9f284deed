package org.coverslip.model;

import java.nio.file.Path;
import org.coverslip.RefusedException;

/**
 * Writes a bundle as a bioimage.io 0.5 folder: {@code rdf.yaml}, and the SavedModel as a zip (as
 * the specification asks) or as a folder. What bioimage.io has no place for stands under {@code
 * config.coverslip}. The same bundle gives the same bytes.
 */
public final class BundleWriter {

    private boolean zipped = true;

    /** Whether the SavedModel is written as a zip, which is the default, or as a folder. */
    public BundleWriter zipped(boolean value) {
        zipped = value;
        return this;
    }

    /**
     * Writes the bundle. It appears under its name when it is whole; on failure nothing is left.
     *
     * @param folder must not exist, or be an empty folder
     * @throws RefusedException if the target is not empty or cannot be written
     */
    public void write(ModelBundle bundle, Path folder) {
        throw new RefusedException(folder, "not written yet", "zipped=" + zipped);
    }
}
