package org.coverslip.updatesite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.coverslip.RefusedException;

/**
 * What a release consists of: where each file comes from and where it goes below the ImageJ folder.
 *
 * <p>Fiji has one class path: {@code jars}, {@code plugins} and one level of folders in them. So
 * the commands lie in {@code plugins}, the operations in {@code jars/coverslip}, and what must not
 * meet other plugins' libraries, TensorFlow and all it needs, one folder further down and in {@code
 * lib/<platform>/coverslip}, where only our own loader looks.
 */
public final class Shipment {

    static final String JARS = "jars/coverslip/";
    static final String ENGINE = "jars/coverslip/engine/";

    /**
     * What the engine needs of the libraries that Fiji has too: it gets copies of its own, since
     * any plugin may have put another version on the class path.
     */
    private static final Set<String> ENGINE_TOO =
            Set.of("gson", "commons-io", "commons-codec", "slf4j-api");

    private static final Pattern NATIVES =
            Pattern.compile(
                    "(tensorflow-core-native)-(\\d.*?)-((?:linux|windows|macosx)-.+)\\.jar");

    private final SortedMap<SitePath, Path> files = new TreeMap<>();
    private final CoreFiles core = CoreFiles.read();

    /** The jar with the commands; its name gets the version. */
    public Shipment plugin(Path jar, String version) {
        return add("plugins/coverslip-" + version + ".jar", jar);
    }

    /** Libraries that share the class path with all of Fiji; what Fiji has is left out. */
    public Shipment libraries(Path folder) {
        for (Path jar : jars(folder)) {
            String name = jar.getFileName().toString();
            if (!core.has(name)) add(JARS + name, jar);
            if (ENGINE_TOO.contains(CoreFiles.name(name))) addToEngine(name, jar);
        }
        return this;
    }

    /** Libraries that only our own loader sees; natives among them are passed over. */
    public Shipment engine(Path folder) {
        for (Path jar : jars(folder)) {
            String name = jar.getFileName().toString();
            if (natives(name).isEmpty()) addToEngine(name, jar);
        }
        return this;
    }

    // NB: Maven puts a library that both need into either folder, or into both.
    private void addToEngine(String name, Path jar) {
        if (!files.containsKey(new SitePath(ENGINE + name))) add(ENGINE + name, jar);
    }

    /** TensorFlow's natives in a folder, of any platform; other jars are passed over. */
    public Shipment natives(Path folder) {
        for (Path jar : jars(folder))
            natives(jar.getFileName().toString()).ifPresent(path -> add(path, jar));
        return this;
    }

    // NB: the updater drops the version and all that follows it from a name, so that two platforms'
    // natives would be one file: the classifier goes first.
    private static Optional<String> natives(String name) {
        Matcher matcher = NATIVES.matcher(name);
        if (!matcher.matches()) return Optional.empty();
        String classifier = matcher.group(3);
        for (SitePlatform platform : SitePlatform.values())
            if (classifier.equals(platform.natives())
                    || classifier.equals(platform.natives() + "-gpu"))
                return Optional.of(
                        "lib/%s/coverslip/%s-%s-%s.jar"
                                .formatted(
                                        platform.folder(),
                                        matcher.group(1),
                                        classifier,
                                        matcher.group(2)));
        throw new RefusedException(
                name, "these natives are for no platform of Fiji", "leave them out");
    }

    /** The macros that users copy. */
    public Shipment macros(Path folder) {
        for (Path macro : list(folder, ".ijm"))
            add("macros/coverslip/" + macro.getFileName(), macro);
        return this;
    }

    /**
     * One file more.
     *
     * @throws RefusedException if the updater would not track it, Fiji itself ships it, or there is
     *     another release of it already
     */
    public Shipment add(String path, Path source) {
        SitePath target = new SitePath(path);
        if (!target.isTracked())
            throw new RefusedException(
                    path, "the updater tracks no such file", "put it into another folder");
        if (onClassPath(target) && core.has(source.getFileName().toString()))
            throw new RefusedException(path, "Fiji itself ships this", "leave it out");
        Path before = files.put(target, source);
        if (before != null && !before.equals(source))
            throw new RefusedException(path, "it comes from two places", "keep one of them");
        return this;
    }

    private static boolean onClassPath(SitePath path) {
        return path.isJar() && path.text().matches("(jars|plugins)/([^/]+/)?[^/]+");
    }

    private static List<Path> jars(Path folder) {
        return list(folder, ".jar");
    }

    private static List<Path> list(Path folder, String ending) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.getFileName().toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new RefusedException(
                    folder, "this folder cannot be read", "build the other modules first", e);
        }
    }

    /** All files by their place below the ImageJ folder. */
    public Map<SitePath, Path> files() {
        return Collections.unmodifiableSortedMap(files);
    }
}
