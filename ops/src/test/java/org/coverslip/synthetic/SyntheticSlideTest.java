package org.coverslip.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticSlideTest {

    private static final SlideParameters MIXED = SlideParameters.of(7, 2100, 1900).withTissue(0.7);
    private static final SyntheticSlide SLIDE = SyntheticSlide.of(MIXED);
    private static final Rendering WHOLE = SLIDE.render(0, 0, 2100, 1900);

    private static int brightness(Rendering r, int x, int y) {
        int at = 3 * (y * r.width() + x);
        return (r.rgb()[at] & 255) + (r.rgb()[at + 1] & 255) + (r.rgb()[at + 2] & 255);
    }

    @Property(tries = 40)
    void anyRectangleShowsWhatTheWholeShowsThere(
            @ForAll @IntRange(max = 2099) int x,
            @ForAll @IntRange(max = 1899) int y,
            @ForAll @IntRange(min = 1, max = 500) int w,
            @ForAll @IntRange(min = 1, max = 500) int h) {
        w = Math.min(w, 2100 - x);
        h = Math.min(h, 1900 - y);
        Rendering part = SLIDE.render(x, y, w, h);
        byte[] read = new byte[3 * w * h];
        SLIDE.read(x, y, w, h, read);
        assertThat(read).isEqualTo(part.rgb());
        for (int j = 0; j < h; j++) {
            int at = (y + j) * 2100 + x;
            assertThat(Arrays.copyOfRange(part.rgb(), 3 * j * w, 3 * (j + 1) * w))
                    .isEqualTo(Arrays.copyOfRange(WHOLE.rgb(), 3 * at, 3 * (at + w)));
            assertThat(Arrays.copyOfRange(part.regions(), j * w, (j + 1) * w))
                    .isEqualTo(Arrays.copyOfRange(WHOLE.regions(), at, at + w));
            for (int i = 0; i < w; i++) {
                assertThat(nucleus(part, j * w + i)).isEqualTo(nucleus(WHOLE, at + i));
            }
        }
    }

    private static Nucleus nucleus(Rendering r, int at) {
        return r.labels()[at] == 0 ? null : r.nuclei().get(r.labels()[at] - 1);
    }

    @Test
    void theSeedDecidesEverything() {
        Supplier<Rendering> again = () -> SyntheticSlide.of(MIXED).render(500, 500, 600, 600);
        Rendering first = again.get();
        assertThat(again.get().rgb()).isEqualTo(first.rgb());
        assertThat(again.get().nuclei()).isEqualTo(first.nuclei());
        SlideParameters other = SlideParameters.of(8, 2100, 1900).withTissue(0.7);
        assertThat(SyntheticSlide.of(other).render(500, 500, 600, 600).rgb())
                .isNotEqualTo(first.rgb());
    }

    @Test
    void manyThreadsSeeTheSame() {
        boolean same =
                IntStream.range(0, 24)
                        .parallel()
                        .allMatch(
                                i -> {
                                    byte[] rgb = new byte[3 * 300 * 200];
                                    SLIDE.read(i * 70, i * 60, 300, 200, rgb);
                                    int at = 3 * (i * 60 * 2100 + i * 70);
                                    return Arrays.equals(rgb, 0, 900, WHOLE.rgb(), at, at + 900);
                                });
        assertThat(same).isTrue();
    }

    @Test
    void nucleiAreDarkAndTheirLabelsLieWithinTheirOutlines() {
        Map<Region, Integer> seen = new EnumMap<>(Region.class);
        double inside = 0;
        for (int i = 0; i < WHOLE.nuclei().size(); i++) {
            Nucleus n = WHOLE.nuclei().get(i);
            int x = (int) n.x();
            int y = (int) n.y();
            seen.merge(n.region(), 1, Integer::sum);
            assertThat(WHOLE.regions()[y * 2100 + x]).isEqualTo((byte) n.region().ordinal());
            inside += brightness(WHOLE, x, y);
            // Glass is above 700; the palest are vesicular nuclei of tumour.
            assertThat(brightness(WHOLE, x, y)).as("at %d, %d", x, y).isLessThan(620);
        }
        assertThat(seen).containsOnlyKeys(Region.TUMOUR, Region.NORMAL, Region.STROMA);
        assertThat(seen.values()).allMatch(count -> count > 40);
        double outside = 0;
        int count = 0;
        for (int at = 0; at < WHOLE.labels().length; at++) {
            if (WHOLE.regions()[at] == 0 || WHOLE.labels()[at] > 0) continue;
            outside += brightness(WHOLE, at % 2100, at / 2100);
            count++;
        }
        assertThat(inside / WHOLE.nuclei().size()).isLessThan(outside / count - 120);
    }

    @Test
    void aNucleusCoversWhatItsOutlineEncloses() {
        double[] covered = new double[WHOLE.nuclei().size() + 1];
        for (int label : WHOLE.labels()) covered[label]++;
        double drawn = 0;
        double truth = 0;
        for (int i = 0; i < WHOLE.nuclei().size(); i++) {
            double[][] p = WHOLE.nuclei().get(i).polygon(64);
            double twice = 0;
            for (int k = 0; k < 64; k++) {
                twice += p[k][0] * p[(k + 1) % 64][1] - p[(k + 1) % 64][0] * p[k][1];
            }
            drawn += covered[i + 1];
            truth += twice / 2;
        }
        // Crowded nuclei hide parts of each other.
        assertThat(drawn / truth).isBetween(0.95, 1.001);
    }

    @Test
    void glassIsWhiteAndHasNoNuclei() {
        for (int at = 0; at < WHOLE.regions().length; at++) {
            if (WHOLE.regions()[at] != 0) continue;
            assertThat(WHOLE.labels()[at]).isZero();
            assertThat(brightness(WHOLE, at % 2100, at / 2100)).isGreaterThan(3 * 234);
        }
    }

    @Test
    void theRegionOfAPixelIsTheOneInTheLabelImage() {
        for (int y = 0; y < 1900; y += 13) {
            for (int x = 0; x < 2100; x += 7) {
                assertThat(SLIDE.regionAt(x, y).ordinal()).isEqualTo(WHOLE.regions()[y * 2100 + x]);
            }
        }
        assertThat(SLIDE.regionAt(1024, 1024).ordinal())
                .isEqualTo(WHOLE.regions()[1024 * 2100 + 1024]);
    }

    @Test
    void everyNucleusIsInExactlyOnePart() {
        List<Nucleus> parts = new ArrayList<>();
        for (int y = 0; y < 1900; y += 475) {
            for (int x = 0; x < 2100; x += 300) parts.addAll(SLIDE.nucleiIn(x, y, 300, 475));
        }
        assertThat(parts)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(SLIDE.nucleiIn(0, 0, 2100, 1900))
                .containsExactlyInAnyOrderElementsOf(WHOLE.nuclei());
    }

    @ParameterizedTest
    @CsvSource({"0, 0.3", "0.1, 0.3", "0.5, 0", "0.6, 0.6", "1, 1", "1, 0.4"})
    void tissueAndTumourTakeTheSharesAskedFor(double tissue, double tumour) {
        SlideParameters p = SlideParameters.of(3, 3000, 2000);
        Rendering r =
                SyntheticSlide.of(p.withTissue(tissue).withTumour(tumour)).render(0, 0, 3000, 2000);
        double[] share = shares(r);
        assertThat(1 - share[0]).isCloseTo(tissue, within(0.01));
        assertThat(share[Region.TUMOUR.ordinal()]).isCloseTo(tissue * tumour, within(0.02));
    }

    @Test
    void texturesTakeTheirRatios() {
        SlideParameters p = SlideParameters.of(5, 4000, 4000).withTissue(0.6);
        for (SlideParameters q :
                List.of(p.withTextures(5), p.withTextures(3, 3, 2, 1), p.withTextures(1))) {
            double[] share = shares(SyntheticSlide.of(q).render(0, 0, 4000, 4000));
            for (int i = 0; i < q.textures(); i++) {
                double got = share[SlideParameters.TEXTURES.get(i).ordinal()];
                assertThat(got).isCloseTo(0.6 * q.ratios().get(i), within(0.03));
            }
        }
    }

    private static double[] shares(Rendering r) {
        double[] share = new double[Region.values().length];
        for (byte region : r.regions()) share[region] += 1.0 / r.regions().length;
        return share;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.25, 1, 2})
    void lengthsAreMicrometres(double spacing) {
        int side = (int) (400 / spacing);
        SlideParameters p =
                SlideParameters.of(2, side, side).withSpacing(spacing).withTissue(1).withTumour(1);
        List<Nucleus> nuclei = SyntheticSlide.of(p).nucleiIn(0, 0, side, side);
        double radius =
                nuclei.stream()
                        .mapToDouble(n -> Math.sqrt(n.a() * n.b()) * spacing)
                        .average()
                        .orElseThrow();
        assertThat(radius).isBetween(4.0, 5.5);
        assertThat(nuclei.size() / 0.16).isBetween(4500.0, 9000.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "63 | 300 | 0.5 | 0.5 | 0.3 | 0 | width=63: this is out of range; use 64 to 1000000.",
                "300 | 2000000 | 0.5 | 0.5 | 0.3 | 0 | height=2000000: this is out of range; use 64 to 1000000.",
                "300 | 300 | 0 | 0.5 | 0.3 | 0 | spacing=0: this is out of range; use 0.1 to 2.",
                "300 | 300 | NaN | 0.5 | 0.3 | 0 | spacing=NaN: this is out of range; use 0.1 to 2.",
                "300 | 300 | 0.5 | 1.5 | 0.3 | 0 | tissue=1.5: this is out of range; use 0 to 1.",
                "300 | 300 | 0.5 | 0.5 | -1 | 0 | tumour=-1: this is out of range; use 0 to 1.",
                "300 | 300 | 0.5 | 0.5 | 0.3 | 6 | textures=6: this is out of range; use 0 to 5."
            })
    void aWrongParameterIsOneSentence(
            int w, int h, double um, double tissue, double tumour, int textures, String sentence) {
        assertThatThrownBy(
                        () -> new SlideParameters(1, w, h, um, tissue, tumour, textures, List.of()))
                .isInstanceOf(RefusedException.class)
                .hasMessage(sentence);
    }

    @Test
    void wrongRatiosAndRectanglesAreOneSentence() {
        assertThatThrownBy(() -> MIXED.withTextures(2, 1, 2, 3))
                .hasMessage(
                        "ratios: 3 were given for 2 textures; give one number per texture, such as 3,1 for textures=2.");
        assertThatThrownBy(() -> MIXED.withTextures(2, 1, 0))
                .hasMessage("ratios: 0 is no size; give numbers above 0.");
        assertThatThrownBy(() -> SLIDE.render(2000, 0, 101, 1))
                .hasMessage(
                        "x=2000 y=0 width=101 height=1: this is not inside the slide of 2100 x 1900; ask for a rectangle inside it.");
    }

    @ParameterizedTest
    @CsvSource({"257, 1023", "64, 64", "70, 5000"})
    void smallAndOddSizesWork(int w, int h) {
        SlideParameters p = SlideParameters.of(4, w, h).withTissue(0.5);
        Rendering r = SyntheticSlide.of(p).render(0, 0, w, h);
        assertThat(1 - shares(r)[0]).isCloseTo(0.5, within(0.08));
    }
}
