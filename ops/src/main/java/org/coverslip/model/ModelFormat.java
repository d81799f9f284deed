package org.coverslip.model;

import java.nio.file.Path;
import org.coverslip.network.NetworkEngine;
import org.scijava.plugin.SciJavaPlugin;

/**
 * Reads one kind of model file. Implementations are found by their {@code @Plugin(type =
 * ModelFormat.class, priority = ...)} and asked in the order of their priority; they need a public
 * constructor without arguments.
 */
public interface ModelFormat extends SciJavaPlugin {

    /** What it looks for, as it is listed to a user whose file no format accepts. */
    String description();

    /**
     * Whether {@link #read} should be tried. Must be cheap.
     *
     * @param source an existing file or folder
     * @throws org.coverslip.RefusedException if it is so damaged or hostile that no format should
     *     read it
     */
    boolean accepts(Path source);

    /**
     * Reads what the model says of itself. Facts that it does not say stay unknown; none is
     * guessed.
     *
     * @throws org.coverslip.RefusedException if it is damaged or holds nothing that can be run
     */
    ModelBundle read(Path source, NetworkEngine engine);
}
