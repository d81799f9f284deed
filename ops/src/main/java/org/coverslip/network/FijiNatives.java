package org.coverslip.network;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where Fiji's updater puts native libraries: {@code lib/<platform>/coverslip} of the ImageJ folder
 * whose {@code jars/coverslip/engine} holds the engine. The updater installs there what is for this
 * platform, and Fiji's class path does not reach there.
 */
final class FijiNatives {

    private FijiNatives() {}

    /**
     * @param engine the engine's folder
     * @return the folder of natives, there or not; empty if the engine does not lie in an ImageJ
     *     folder
     */
    static Optional<Path> of(Path engine) {
        Path coverslip = engine.toAbsolutePath().normalize().getParent();
        if (coverslip == null || coverslip.getParent() == null) return Optional.empty();
        Path jars = coverslip.getParent();
        Path root = jars.getParent();
        if (root == null || !coverslip.endsWith("coverslip") || !jars.endsWith("jars"))
            return Optional.empty();
        return Optional.of(root.resolve("lib").resolve(platform()).resolve("coverslip"));
    }

    /**
     * The name of this platform in the updater [Platforms.current of imagej-updater 2.0.1]:
     * linux64, win64, macos64, macos-arm64 and so on.
     */
    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String os =
                system.startsWith("linux")
                        ? "linux"
                        : system.startsWith("mac")
                                ? "macos"
                                : system.startsWith("win") ? "win" : system.replaceAll("\\W", "");
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64", "x86-64", "x64" -> os + "64";
            case "aarch64", "arm64" -> os + "-arm64";
            case "x86", "i386", "i486", "i586", "i686" -> os + "32";
            default -> os + "-" + System.getProperty("os.arch");
        };
    }
}
