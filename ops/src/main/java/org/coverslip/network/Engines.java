package org.coverslip.network;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.coverslip.RefusedException;

/**
 * Finds the {@link NetworkEngine}. Where the engine has a folder of its own, it gets a class loader
 * of its own (see {@link EngineClassLoader}), so that it runs beside any other TensorFlow in the
 * same program; otherwise it is taken from the class path.
 *
 * <p>The folder is looked for in system property {@code coverslip.engine}, in environment variable
 * {@code COVERSLIP_ENGINE}, then beside the jar that holds this class: {@code lib/engine/*.jar} for
 * {@code lib/coverslip-ops.jar}. In Fiji that is {@code jars/coverslip/engine}, and TensorFlow's
 * natives are in {@code lib/<platform>/coverslip}, as the updater wants it.
 */
public final class Engines {

    private static NetworkEngine engine;

    private Engines() {}

    /**
     * The engine of this JVM, looked up on first use. Starts nothing native; may be called from any
     * thread. A failed look-up is tried again on the next call.
     *
     * @throws RefusedException if there is none, or it does not fit this Java
     */
    public static synchronized NetworkEngine get() {
        if (engine == null) engine = find();
        return engine;
    }

    private static NetworkEngine find() {
        Optional<EngineFolder> folder = EngineFolder.find();
        ClassLoader host = Engines.class.getClassLoader();
        ClassLoader loader =
                folder.<ClassLoader>map(f -> new EngineClassLoader(f.urls(), host)).orElse(host);
        String where = folder.map(f -> f.path().toString()).orElse("the class path");
        try {
            return ServiceLoader.load(NetworkEngine.class, loader)
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new RefusedException(
                                            "engine",
                                            "none was found in " + where,
                                            "install Coverslip again, or set coverslip.engine to"
                                                    + " the folder of the engine's jars"));
        } catch (UnsupportedClassVersionError e) {
            throw new RefusedException(
                    "engine in " + where,
                    "it needs a newer Java than " + Runtime.version().feature(),
                    "use a Fiji with Java 17 or newer",
                    e);
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new RefusedException(
                    "engine in " + where,
                    "it cannot be loaded (" + e.getMessage() + ")",
                    "install Coverslip again so that all its jars have one version",
                    e);
        }
    }
}
