package org.coverslip.updatesite;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.coverslip.RefusedException;

/**
 * {@code build key=value…} writes a site, {@code install site=<address> into=<ImageJ folder>}
 * installs from one. Exit code 0: done; 2: refused, with one line that says why.
 *
 * <p>{@code build} takes {@code plugin} (the jar with the commands), {@code version}, {@code
 * libraries}, {@code engine}, {@code natives} (folders of jars), {@code macros}, {@code timestamp},
 * {@code output}, and {@code earlier}, the site's {@code db.xml.gz} as it is served now. With
 * {@code natives} and no {@code plugin} the site holds natives alone, to be enabled beside the
 * other.
 */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws IOException {
        try {
            Map<String, String> values = values(args);
            switch (args.length == 0 ? "" : args[0]) {
                case "build" -> build(values);
                case "install" -> install(values);
                default ->
                        throw new RefusedException(
                                "update-site",
                                "it does not know what to do",
                                "say build or install");
            }
        } catch (RefusedException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void build(Map<String, String> values) throws IOException {
        Shipment shipment = new Shipment();
        if (values.containsKey("plugin"))
            shipment.plugin(Path.of(values.get("plugin")), required(values, "version"))
                    .libraries(Path.of(required(values, "libraries")))
                    .engine(Path.of(required(values, "engine")))
                    .macros(Path.of(required(values, "macros")));
        String natives = values.getOrDefault("natives", "");
        if (!natives.isEmpty()) shipment.natives(Path.of(natives));
        Path output = Path.of(required(values, "output"));
        Path scratch = Files.createTempDirectory("coverslip-licences");
        try {
            Licences.read().addTo(shipment, scratch);
            SiteBuilder builder =
                    new SiteBuilder(shipment, Long.parseLong(required(values, "timestamp")));
            String earlier = values.getOrDefault("earlier", "");
            if (!earlier.isEmpty()) builder.after(Path.of(earlier));
            builder.write(output);
        } finally {
            delete(scratch);
        }
        System.out.println(shipment.files().size() + " files in " + output);
    }

    private static void install(Map<String, String> values) {
        SitePlatform platform =
                SitePlatform.current()
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                "this platform",
                                                "TensorFlow has no natives for it",
                                                "use Linux, Windows or macOS on x86-64, or macOS on"
                                                        + " ARM"));
        Path root = Path.of(required(values, "into"));
        Installation.Outcome outcome =
                new Installation(root, platform).update(URI.create(required(values, "site")));
        System.out.printf(
                "%d installed, %d updated, %d removed, %d left alone%n",
                outcome.installed().size(),
                outcome.updated().size(),
                outcome.removed().size(),
                outcome.kept().size());
        outcome.kept().forEach(name -> System.out.println("changed by you: " + name));
    }

    private static Map<String, String> values(String[] args) {
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            if (equals < 1) throw new RefusedException(args[i], "this is not key=value", "mend it");
            values.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        return values;
    }

    private static String required(Map<String, String> values, String key) {
        String value = values.getOrDefault(key, "");
        if (value.isEmpty())
            throw new RefusedException(key, "it is missing", "give " + key + "=...");
        return value;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
