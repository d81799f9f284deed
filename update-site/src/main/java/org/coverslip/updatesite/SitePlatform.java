package org.coverslip.updatesite;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The platforms that TensorFlow has natives for, under the names of Fiji's updater and of the
 * natives.
 */
public enum SitePlatform {
    LINUX64("linux64", "linux-x86_64"),
    WIN64("win64", "windows-x86_64"),
    MACOS64("macos64", "macosx-x86_64"),
    MACOS_ARM64("macos-arm64", "macosx-arm64");

    private final String folder;
    private final String natives;

    SitePlatform(String folder, String natives) {
        this.folder = folder;
        this.natives = natives;
    }

    /** The folder below {@code lib}, by which the updater knows what is for whom. */
    public String folder() {
        return folder;
    }

    /** The classifier of the natives. */
    public String natives() {
        return natives;
    }

    /** The one this JVM runs on; empty where TensorFlow has no natives. */
    public static Optional<SitePlatform> current() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean arm = System.getProperty("os.arch").matches("aarch64|arm64");
        boolean intel = System.getProperty("os.arch").matches("amd64|x86_64|x64");
        if (system.startsWith("mac")) return Optional.of(arm ? MACOS_ARM64 : MACOS64);
        if (!intel) return Optional.empty();
        if (system.startsWith("linux")) return Optional.of(LINUX64);
        return system.startsWith("windows") ? Optional.of(WIN64) : Optional.empty();
    }

    /**
     * Whom a file is for: the first folder below {@code jars} or {@code lib} decides.
     *
     * @return empty if it is for everyone
     */
    static Optional<SitePlatform> of(String path) {
        String[] parts = path.split("/", 3);
        if (parts.length < 3 || !parts[0].matches("jars|lib")) return Optional.empty();
        return Arrays.stream(values()).filter(p -> p.folder.equals(parts[1])).findFirst();
    }
}
