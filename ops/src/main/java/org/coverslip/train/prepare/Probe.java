package org.coverslip.train.prepare;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.coverslip.RefusedException;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.train.data.Example;

/**
 * What the first pictures of a data set are like.
 *
 * @param channels 3 for colours (alpha is left away), else as many as the pictures have
 * @param edge of the pictures, where those looked at are squares of one size; empty otherwise
 */
public record Probe(int channels, OptionalInt edge) {

    private static final int LOOKED_AT = 20;

    /** Looks at some pictures, spread over all; those that cannot be read are passed over. */
    public static Probe of(List<Example> examples) {
        Set<Long> edges = new HashSet<>();
        int channels = 0;
        int step = Math.max(1, examples.size() / LOOKED_AT);
        for (int i = 0; i < examples.size(); i += step) {
            try (Slide slide = Slides.open(examples.get(i).file())) {
                Level full = slide.levels().get(0);
                edges.add(full.width() == full.height() ? full.width() : -1);
                channels = Math.max(channels, slide.rgb() ? 3 : slide.channels());
            } catch (IOException | RefusedException e) {
                // NB: the reader says later what is wrong with it.
                continue;
            }
        }
        boolean one = edges.size() == 1 && !edges.contains(-1L);
        OptionalInt edge =
                one ? OptionalInt.of(edges.iterator().next().intValue()) : OptionalInt.empty();
        return new Probe(Math.max(1, channels), edge);
    }
}
