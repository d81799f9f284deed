package org.coverslip.bench;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Peak resident memory of a slide of 100 000 x 100 000 pixels against one of 20 000 x 20 000, both
 * with 10 % tissue, each in a JVM of its own under {@code -Xmx1g}.
 */
final class SlideMemory implements Benchmark {

    @Override
    public String name() {
        return "slide_memory_100k_vs_20k";
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        Path bundle = workshop.small();
        Child small = Child.classify(workshop, workshop.slide(20_000, 0.1), bundle, "-Xmx1g");
        Child large = Child.classify(workshop, workshop.slide(100_000, 0.1), bundle, "-Xmx1g");
        String note =
                String.format(
                        Locale.ROOT,
                        "peak %d MB in %.0f s against %d MB in %.0f s, one run each",
                        large.peak() >> 20,
                        large.seconds(),
                        small.peak() >> 20,
                        small.seconds());
        return new Figure(large.peak() / (double) small.peak(), "ratio", note);
    }
}
