package org.coverslip.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.report.Progress;
import org.coverslip.report.Table;
import org.coverslip.slide.write.Compression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakeSlideTest {

    private static final SlideParameters P = SlideParameters.of(11, 1400, 1201).withTissue(0.6);

    @TempDir Path dir;

    private record Shape(String type, String name, Path2D path) {}

    private static List<Shape> shapes(Path geojson) throws IOException {
        JsonObject all = JsonParser.parseString(Files.readString(geojson)).getAsJsonObject();
        assertThat(all.get("type").getAsString()).isEqualTo("FeatureCollection");
        List<Shape> shapes = new ArrayList<>();
        for (JsonElement feature : all.getAsJsonArray("features")) {
            JsonObject f = feature.getAsJsonObject();
            Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
            for (JsonElement ring : f.getAsJsonObject("geometry").getAsJsonArray("coordinates")) {
                JsonArray points = ring.getAsJsonArray();
                assertThat(points.get(0)).isEqualTo(points.get(points.size() - 1));
                for (int i = 0; i < points.size(); i++) {
                    JsonArray p = points.get(i).getAsJsonArray();
                    if (i == 0) path.moveTo(p.get(0).getAsDouble(), p.get(1).getAsDouble());
                    else path.lineTo(p.get(0).getAsDouble(), p.get(1).getAsDouble());
                }
            }
            JsonObject properties = f.getAsJsonObject("properties");
            String name = properties.getAsJsonObject("classification").get("name").getAsString();
            shapes.add(new Shape(properties.get("objectType").getAsString(), name, path));
        }
        return shapes;
    }

    @Test
    void theWrittenPixelsAreTheRenderedOnes() throws IOException {
        Path file = dir.resolve("slide.tif");
        MakeSlide.of(P).compression(Compression.DEFLATE).write(file);
        var written = ImageIO.read(file.toFile());
        Rendering r = SyntheticSlide.of(P).render(0, 0, 1400, 1201);
        for (int at = 0; at < r.regions().length; at++) {
            int rgb =
                    (r.rgb()[3 * at] & 255) << 16
                            | (r.rgb()[3 * at + 1] & 255) << 8
                            | r.rgb()[3 * at + 2] & 255;
            assertThat(written.getRGB(at % 1400, at / 1400) & 0xffffff).isEqualTo(rgb);
        }
    }

    @Test
    void theRegionsInGeoJsonAreThoseOfThePixels() throws IOException {
        MakeSlide.of(P).write(dir.resolve("slide.tif"));
        List<Shape> shapes = shapes(dir.resolve("slide-regions.geojson"));
        assertThat(shapes).allMatch(s -> s.type().equals("annotation"));
        SyntheticSlide slide = SyntheticSlide.of(P);
        int wrong = 0;
        int points = 0;
        for (int y = 5; y < 1201; y += 9) {
            for (int x = 5; x < 1400; x += 9) {
                String region = slide.regionAt(x, y).label();
                double px = x + 0.5;
                double py = y + 0.5;
                List<String> found =
                        shapes.stream()
                                .filter(s -> s.path().contains(px, py))
                                .map(Shape::name)
                                .toList();
                points++;
                if (!found.equals(region.equals("background") ? List.of() : List.of(region)))
                    wrong++;
            }
        }
        // The outlines run straight between points 16 px apart, and cut the corners there.
        assertThat((double) wrong / points).isLessThan(0.03);
    }

    @Test
    void theNucleiInTheTablesAreThoseOfTheSlide() throws IOException {
        MakeSlide.Result result = MakeSlide.of(P).outlines(true).write(dir.resolve("slide.tif"));
        List<Nucleus> truth = SyntheticSlide.of(P).nucleiIn(0, 0, 1400, 1201);
        Table table = Table.read(dir.resolve("slide-nuclei.csv"));
        assertThat(table.columns()).containsExactly("x", "y", "a", "b", "angle", "class");
        assertThat(table.rows()).hasSameSizeAs(truth);
        assertThat(result.nuclei().values().stream().mapToLong(n -> n).sum())
                .isEqualTo(truth.size());
        List<Shape> outlines = shapes(dir.resolve("slide-nuclei.geojson"));
        Map<String, Nucleus> byPlace =
                truth.stream().collect(Collectors.toMap(n -> place(n.x(), n.y()), n -> n));
        for (int i = 0; i < truth.size(); i++) {
            List<String> row = table.rows().get(i);
            double x = Double.parseDouble(row.get(0));
            double y = Double.parseDouble(row.get(1));
            Nucleus n = byPlace.remove(place(x, y));
            assertThat(n).as(row.toString()).isNotNull();
            assertThat(Double.parseDouble(row.get(2))).isCloseTo(n.a(), within(0.006));
            assertThat(Double.parseDouble(row.get(3))).isCloseTo(n.b(), within(0.006));
            assertThat(row.get(5)).isEqualTo(n.region().label()).isEqualTo(outlines.get(i).name());
            if (x > 10 && y > 10) assertThat(outlines.get(i).path().contains(x, y)).isTrue();
        }
    }

    private static String place(double x, double y) {
        return Math.round(x * 100) + "," + Math.round(y * 100);
    }

    @Test
    void theSameRequestGivesTheSameBytesOnAnyNumberOfThreads() throws IOException {
        Path one = Files.createDirectory(dir.resolve("one"));
        Path two = Files.createDirectory(dir.resolve("two"));
        MakeSlide.of(P).threads(1).write(one.resolve("slide.tif"));
        MakeSlide.Result result = MakeSlide.of(P).threads(3).write(two.resolve("slide.tif"));
        assertThat(result.files()).hasSize(4);
        for (Path file : result.files()) {
            assertThat(file).hasSameBinaryContentAs(one.resolve(file.getFileName()));
        }
    }

    @Test
    void theRecordSaysWhatWasAskedAndWhatCameOfIt() throws IOException {
        MakeSlide.of(P.withTextures(2, 3, 1)).write(dir.resolve("slide.tiff"));
        JsonObject record =
                JsonParser.parseString(Files.readString(dir.resolve("slide.json")))
                        .getAsJsonObject();
        JsonObject parameters = record.getAsJsonObject("parameters");
        assertThat(parameters.get("seed").getAsLong()).isEqualTo(11);
        assertThat(parameters.getAsJsonArray("ratios").get(0).getAsDouble()).isEqualTo(0.75);
        JsonObject shares = record.getAsJsonObject("share_of_slide");
        assertThat(shares.get("tissue").getAsDouble()).isCloseTo(0.6, within(0.02));
        assertThat(shares.get("tumour").getAsDouble()).isCloseTo(0.45, within(0.06));
        assertThat(shares.has("stroma")).isFalse();
    }

    @Test
    void aCancelAtAnyTimeLeavesNothing() {
        for (int after = 0; after < 12; after += 2) {
            int[] left = {after};
            Progress impatient =
                    new Progress() {
                        @Override
                        public void update(long done, long total, String unit) {}

                        @Override
                        public boolean isCanceled() {
                            return left[0]-- <= 0;
                        }
                    };
            MakeSlide make = MakeSlide.of(SlideParameters.of(1, 4000, 4000)).progress(impatient);
            assertThatThrownBy(() -> make.write(dir.resolve("slide.tif")))
                    .isInstanceOf(CancellationException.class);
            assertThat(dir).isEmptyDirectory();
        }
    }

    @Test
    void anInterruptIsACancel() {
        Thread.currentThread().interrupt();
        MakeSlide make = MakeSlide.of(P);
        assertThatThrownBy(() -> make.write(dir.resolve("slide.tif")))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        Path truth = Files.writeString(dir.resolve("slide-nuclei.csv"), "mine");
        assertThatThrownBy(() -> MakeSlide.of(P).write(dir.resolve("slide.tif")))
                .isInstanceOf(RefusedException.class)
                .hasMessageEndingWith(
                        "slide-nuclei.csv: this file exists already; delete it or choose another output.");
        assertThat(truth).hasContent("mine");
        assertThatThrownBy(() -> MakeSlide.of(P).write(dir.resolve("slide.svs")))
                .hasMessageEndingWith(
                        "slide.svs: a slide is written as TIFF; give a name that ends in .tif.");
    }
}
