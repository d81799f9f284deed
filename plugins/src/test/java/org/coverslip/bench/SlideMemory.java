package org.coverslip.bench;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Peak resident memory of a slide of 100 000 x 100 000 pixels with 10 % tissue against one of 20
 * 000 x 20 000, each in a JVM of its own under {@code -Xmx1g}. The small slide has tissue all over:
 * with 10 % it is done in five seconds, before the collector has let the heap grow to the size that
 * it then keeps, and says little. That figure is in the note.
 */
final class SlideMemory implements Benchmark {

    @Override
    public String name() {
        return "slide_memory_100k_vs_20k";
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        Path bundle = workshop.small();
        Child large = Child.classify(workshop, workshop.slide(100_000, 0.1), bundle, "-Xmx1g");
        Child full = Child.classify(workshop, workshop.slide(20_000, 1), bundle, "-Xmx1g");
        Child brief = Child.classify(workshop, workshop.slide(20_000, 0.1), bundle, "-Xmx1g");
        String note =
                String.format(
                        Locale.ROOT,
                        "peak of 100k with 10 %% tissue %d MB in %.0f s; of 20k with 100 %% tissue %d MB in %.0f s (the ratio), with 10 %% %d MB in %.0f s; one run each",
                        large.peak() >> 20,
                        large.seconds(),
                        full.peak() >> 20,
                        full.seconds(),
                        brief.peak() >> 20,
                        brief.seconds());
        return new Figure(large.peak() / (double) full.peak(), "ratio", note);
    }
}
