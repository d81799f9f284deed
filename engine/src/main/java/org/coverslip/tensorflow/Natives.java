package org.coverslip.tensorflow;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.io.File;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.coverslip.RefusedException;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * Starts DJL and the TensorFlow natives that lie on the class path, once per JVM. Nothing is
 * downloaded or reported to anyone.
 */
final class Natives {

    /** What the natives call themselves; here so that no native code is needed to name it. */
    static final String VERSION = "2.16.1";

    private static Engine engine;

    private Natives() {}

    /** DJL's version, without starting anything native. */
    static String djlVersion() {
        return withOwnLoader(
                () -> {
                    stayOffline();
                    return Engine.getDjlVersion();
                });
    }

    /**
     * Unpacks the natives to javacpp's cache (3 s the first time) and starts them.
     *
     * @param threads per operation, 0: TensorFlow's choice; only the first call decides
     * @throws RefusedException if there are none for this platform, or they do not start
     */
    static synchronized Engine start(int threads) {
        if (engine == null) engine = withOwnLoader(() -> startOnce(threads));
        return engine;
    }

    /** Whether the natives on the class path can use a GPU at all. */
    static boolean builtForGpu() {
        return installed(Loader.getPlatform() + "-gpu");
    }

    private static Engine startOnce(int threads) {
        stayOffline();
        // NB: TensorFlow prints a dozen lines of its own build details otherwise.
        NativeEnvironment.setDefault("TF_CPP_MIN_LOG_LEVEL", "3");
        // NB: DJL opens an eager context first, which would take all memory of every GPU.
        NativeEnvironment.setDefault("TF_FORCE_GPU_ALLOW_GROWTH", "true");
        // NB: javacpp counts the whole process (heap, other plugins) against its limits and throws
        // OutOfMemoryError where there is memory.
        setDefault("org.bytedeco.javacpp.maxBytes", "0");
        setDefault("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        if (threads > 0)
            setDefault("ai.djl.tensorflow.num_intraop_threads", Integer.toString(threads));
        try {
            File library = new File(Loader.load(tensorflow.class));
            System.setProperty("TENSORFLOW_LIBRARY_PATH", library.getParent());
            return Engine.getEngine("TensorFlow");
        } catch (LinkageError | EngineException e) {
            throw refused(e);
        }
    }

    private static RefusedException refused(Throwable cause) {
        String platform = Loader.getPlatform();
        if (!installed(platform) && !installed(platform + "-gpu"))
            return new RefusedException(
                    "TensorFlow " + VERSION,
                    "its native library for " + platform + " is not installed",
                    "install Coverslip for this platform (Linux, Windows and macOS on x86-64, macOS"
                            + " on ARM)",
                    cause);
        return new RefusedException(
                "TensorFlow " + VERSION,
                "it does not start on " + platform + " (" + Failures.reason(cause) + ")",
                "keep the engine in a folder of its own, apart from other TensorFlow jars, and"
                        + " check that the disk of "
                        + Path.of(System.getProperty("user.home"), ".javacpp")
                        + " is writable",
                cause);
    }

    private static boolean installed(String platform) {
        String library = System.mapLibraryName("jnitensorflow");
        return Natives.class.getResource(
                        "/org/tensorflow/internal/c_api/" + platform + "/" + library)
                != null;
    }

    private static void stayOffline() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) System.setProperty(property, value);
    }

    // NB: DJL finds its engine by ServiceLoader in the thread's context class loader, which in Fiji
    // is the one that does not see this folder.
    private static <T> T withOwnLoader(java.util.function.Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Natives.class.getClassLoader());
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
