package org.coverslip.bench;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** {@code mvn -q -Pbench [-Dbench=<name>]}: prints one JSON object per figure. Never a test. */
public final class Benchmarks {

    private static final List<Benchmark> ALL =
            List.of(
                    SlideAgainstBound.densenet(),
                    SlideAgainstBound.small(),
                    SlideAgainstBound.densenetAgainstRaw(),
                    new SlideMemory(),
                    new TissueTime(),
                    new KMeansAgainstSklearn(),
                    new SilhouettesAgainstSklearn(),
                    new RegionPropsAgainstSkimage(),
                    new StarSuppression(),
                    new UnetAgainstBound(),
                    new ReadAgainstOpenSlide(),
                    new TrainSteps(),
                    new InlineTime(),
                    new GradCamCost(),
                    new BoxSuppression(),
                    new DetectAgainstBound(),
                    new ResidualAgainstPlain(6),
                    new ResidualAgainstPlain(12),
                    new ResidualAgainstPlain(18),
                    new ResidualAgainstPlain(24));

    private Benchmarks() {}

    /**
     * @param args folder for slides and networks, then the name of one benchmark or nothing
     */
    public static void main(String[] args) throws Exception {
        String only = args.length > 1 ? args[1].strip() : "";
        List<Benchmark> chosen =
                ALL.stream().filter(b -> only.isEmpty() || b.name().equals(only)).toList();
        if (chosen.isEmpty()) {
            System.err.println(
                    only
                            + ": there is no such benchmark; use one of "
                            + ALL.stream().map(Benchmark::name).collect(Collectors.joining(", "))
                            + ".");
            System.exit(2);
        }
        Workshop workshop = new Workshop(Path.of(args[0]));
        for (Benchmark benchmark : chosen) {
            Benchmark.Figure figure = benchmark.measure(workshop);
            JsonObject line = new JsonObject();
            line.addProperty("name", benchmark.name());
            // NB: JSON has no NaN; what could not be measured here has no value.
            Double value =
                    Double.isNaN(figure.value()) ? null : Math.round(figure.value() * 1e4) / 1e4;
            line.addProperty("value", value);
            line.addProperty("unit", figure.unit());
            line.addProperty("note", figure.note());
            System.out.println(line);
        }
        System.exit(0);
    }
}
