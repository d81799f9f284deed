package org.coverslip.model;

import java.nio.file.Path;
import org.coverslip.RefusedException;
import org.coverslip.network.NetworkEngine;

/** Opens model files of every known format. */
public final class Models {

    private Models() {}

    /**
     * Reads what a model says of itself, with the first {@link ModelFormat} that accepts it.
     *
     * @param source a file or folder
     * @param engine asked for the signatures of a SavedModel, and to translate Keras files
     * @return close it to delete what had to be unpacked
     * @throws RefusedException if there is no model that can be run
     */
    public static ModelBundle open(Path source, NetworkEngine engine) {
        throw new RefusedException(source, "no model format is known yet", "wait for the readers");
    }
}
