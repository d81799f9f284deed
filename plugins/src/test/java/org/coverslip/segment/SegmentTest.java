package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.coverslip.RefusedException;
import org.coverslip.geojson.Annotations;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Table;
import org.coverslip.segment.objects.ObjectOptions;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.tile.ValueMapping;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pathologist can rely on who segments a slide or a picture. */
class SegmentTest {

    private static final int WIDTH = 2600;
    private static final int HEIGHT = 2000;

    @TempDir static Path dir;

    private static Path slide;

    @BeforeAll
    static void slide() throws Exception {
        slide = dir.resolve("slide.tif");
        MakeSlide.of(SlideParameters.of(3, WIDTH, HEIGHT)).write(slide);
    }

    private static SegmentOptions options(int tile, ObjectOptions.Method method) {
        return new SegmentOptions(
                new TileOptions(Region.ALL, 0, 0),
                tile,
                0,
                false,
                new ObjectOptions(method, 4, 0, 2));
    }

    private static Segment.Result run(
            String name, UnaryOperator<ModelBundle.Builder> facts, Path image, SegmentOptions o) {
        Path bundle = dir.resolve("net-" + name);
        if (!Files.exists(bundle)) PixelNetworks.dark(bundle, 40, 1, facts);
        try (ModelBundle model = Models.open(bundle, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            return Segment.with(model, network)
                    .images(List.of(ImageItem.of(image.getFileName().toString(), image)))
                    .output(dir.resolve("out-" + name + "-" + o.tile() + o.objects().method()))
                    .options(o)
                    .run();
        }
    }

    @Test
    void onASlideLabelsObjectsAndTablesTellTheSameWhateverTheTiles() throws Exception {
        Path first = null;
        for (int tile : new int[] {512, 160}) {
            Segment.Result result =
                    run(
                            "s",
                            b -> b.spacing(0.5),
                            slide,
                            options(tile, ObjectOptions.Method.COMPONENTS));
            assertThat(result.failures()).isEmpty();
            Path out = dir.resolve("out-s-" + tile + "components/slide.tif");
            Table objects = Table.read(out.resolve("objects.csv"));
            assertThat(objects.rows()).hasSizeGreaterThan(200);
            var outlines = Annotations.read(out.resolve("objects.geojson")).regions();
            assertThat(outlines).hasSameSizeAs(objects.rows());
            int area = objects.columns().indexOf("area um^2");
            for (int i = 0; i < 50; i++) {
                double um2 = Double.parseDouble(objects.rows().get(i).get(area));
                assertThat(outlines.get(i).outline().getArea() * 0.25)
                        .isCloseTo(um2, within(1e-4 * um2 + 1e-6));
                assertThat(um2).isGreaterThanOrEqualTo(4);
            }
            assertThat(labels(out.resolve("labels.tif"))).hasSize(objects.rows().size());
            Table summary = Table.read(result.summary());
            assertThat(summary.columns()).contains("dark fraction", "dark objects", "dark per mm2");
            int n = summary.columns().indexOf("dark objects");
            assertThat(summary.rows().get(0).get(n))
                    .isEqualTo(String.valueOf(objects.rows().size()));
            assertThat(out.resolve("overlay.png")).exists();
            assertThat(out.toFile().list((d, f) -> f.endsWith(".part"))).isEmpty();
            if (first == null) first = out;
            else {
                assertThat(out.resolve("objects.csv"))
                        .hasSameTextualContentAs(first.resolve("objects.csv"));
                assertThat(out.resolve("objects.geojson"))
                        .hasSameTextualContentAs(first.resolve("objects.geojson"));
            }
        }
    }

    private static TreeSet<Integer> labels(Path file) throws Exception {
        TreeSet<Integer> found = new TreeSet<>();
        try (Slide labels = Slides.open(file)) {
            RandomAccessibleInterval<? extends RealType<?>> image = labels.image(0, 0);
            assertThat(image.dimension(0)).isEqualTo(WIDTH);
            assertThat(labels.pixelSize().orElseThrow().x()).isCloseTo(0.5, within(1e-6));
            for (RealType<?> v : Views.iterable(image)) found.add((int) v.getRealDouble());
        }
        found.remove(0);
        return found;
    }

    private static Path picture(String name, int w, int h, int... darkBoxes) {
        ColorProcessor p = new ColorProcessor(w, h);
        p.setColor(java.awt.Color.WHITE);
        p.fill();
        p.setColor(java.awt.Color.BLACK);
        for (int i = 0; i < darkBoxes.length; i += 4) {
            p.fillRect(darkBoxes[i], darkBoxes[i + 1], darkBoxes[i + 2], darkBoxes[i + 3]);
        }
        Path file = dir.resolve(name);
        new FileSaver(new ImagePlus(name, p)).saveAsTiff(file.toString());
        return file;
    }

    @Test
    void aPictureSmallerThanATileIsDoneAndSaysSo() throws Exception {
        Path file = picture("small.tif", 90, 50, 10, 10, 20, 5, 60, 20, 30, 30);
        Segment.Result result = run("p", b -> b, file, options(0, ObjectOptions.Method.COMPONENTS));
        assertThat(result.failures()).isEmpty();
        Path out = dir.resolve("out-p-0components");
        ImagePlus labels = IJ.openImage(out.resolve("small.tif/labels.tif").toString());
        assertThat(labels.getWidth()).isEqualTo(90);
        assertThat(labels.getProcessor().get(15, 12)).isEqualTo(1);
        assertThat(labels.getProcessor().get(75, 40)).isEqualTo(2);
        Table objects = Table.read(out.resolve("small.tif/objects.csv"));
        int area = objects.columns().indexOf("area px^2");
        assertThat(objects.rows()).extracting(r -> r.get(area)).containsExactly("100", "900");
        assertThat(Files.readString(out.resolve("run.json"))).contains("smaller than a tile");
    }

    @Test
    void theScaleOfTheOutputIsTakenFromTheNetworkAndCheckedAgainstTheBundle() {
        Path file = picture("half.tif", 120, 80, 20, 20, 40, 30);
        Path bundle = PixelNetworks.dark(dir.resolve("net-half"), 40, 2, b -> b);
        try (ModelBundle model = Models.open(bundle, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            Path out = dir.resolve("out-half");
            Segment.with(model, network)
                    .images(List.of(ImageItem.of("half.tif", file)))
                    .output(out)
                    .run();
            ImagePlus labels = IJ.openImage(out.resolve("half.tif/labels.tif").toString());
            assertThat(labels.getWidth()).isEqualTo(60);
            assertThat(labels.getCalibration().pixelWidth).isEqualTo(2);
            assertThat(labels.getProcessor().get(20, 15)).isEqualTo(1);
            ModelBundle wrong =
                    model.toBuilder()
                            .outputs(Models.open(dir.resolve("net-p2"), Engines.get()).outputs())
                            .build();
            assertThatThrownBy(() -> Segment.with(wrong, network).output(out).run())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("the network gives 256")
                    .hasMessageContaining("says 512");
        }
    }

    @BeforeAll
    static void another() {
        PixelNetworks.dark(dir.resolve("net-p2"), 40, 1, b -> b);
    }

    @Test
    void stacksAreDoneSliceBySlice() {
        ImageStack stack = new ImageStack(64, 48);
        for (int z = 0; z < 3; z++) {
            ColorProcessor p = new ColorProcessor(64, 48);
            p.setColor(java.awt.Color.WHITE);
            p.fill();
            p.setColor(java.awt.Color.BLACK);
            p.fillRect(5 + 10 * z, 5, 8, 8);
            stack.addSlice(p);
        }
        Path file = dir.resolve("stack.tif");
        new FileSaver(new ImagePlus("stack", stack)).saveAsTiffStack(file.toString());
        Segment.Result result =
                run("stack", b -> b, file, options(0, ObjectOptions.Method.COMPONENTS));
        assertThat(result.failures()).isEmpty();
        Path out = dir.resolve("out-stack-0components/stack.tif");
        ImagePlus labels = IJ.openImage(out.resolve("labels.tif").toString());
        assertThat(labels.getStackSize()).isEqualTo(3);
        for (int z = 0; z < 3; z++) {
            labels.setSlice(z + 1);
            assertThat(labels.getProcessor().get(8 + 10 * z, 8)).isEqualTo(z + 1);
        }
        Table objects = Table.read(out.resolve("objects.csv"));
        assertThat(objects.rows()).extracting(r -> r.get(2)).containsExactly("1", "2", "3");
    }

    @Test
    void regionsAreCountedOneByOne() throws Exception {
        Path file = picture("rois.tif", 200, 100, 10, 10, 20, 20, 150, 10, 20, 20, 95, 60, 10, 10);
        Files.writeString(
                dir.resolve("rois.geojson"),
                """
                [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates":
                  [[[0, 0], [100, 0], [100, 100], [0, 100], [0, 0]]]}, "properties": {"name": "left"}},
                 {"type": "Feature", "geometry": {"type": "Polygon", "coordinates":
                  [[[100, 0], [200, 0], [200, 50], [100, 50], [100, 0]]]}, "properties": {"name": "right"}}]
                """);
        SegmentOptions o =
                new SegmentOptions(
                        new TileOptions(Region.ROIS, 0, 0),
                        0,
                        0,
                        false,
                        new ObjectOptions(ObjectOptions.Method.COMPONENTS, 0, 0, 0));
        run("rois", b -> b, file, o);
        Table rois = Table.read(dir.resolve("out-rois-0components/rois.tif/rois.csv"));
        int fraction = rois.columns().indexOf("dark fraction");
        int objects = rois.columns().indexOf("dark objects");
        assertThat(rois.rows()).extracting(r -> r.get(0)).containsExactly("left", "right");
        assertThat(rois.rows()).extracting(r -> r.get(fraction)).containsExactly("0.045", "0.08");
        assertThat(rois.rows()).extracting(r -> r.get(objects)).containsExactly("2", "1");
    }

    @Test
    void whatDoesNotFitIsRefusedInOneSentence() {
        Path file = picture("bad.tif", 64, 64);
        assertThatThrownBy(
                        () ->
                                run(
                                        "labels",
                                        b -> b.labels(List.of("a", "b", "c")),
                                        file,
                                        options(0, ObjectOptions.Method.NONE)))
                .hasMessageContaining("1 channel but there are 3 labels")
                .isInstanceOf(RefusedException.class);
        FloatProcessor holes = new FloatProcessor(64, 64);
        holes.setf(30, 30, Float.NaN);
        Path nan = dir.resolve("nan.tif");
        new FileSaver(new ImagePlus("nan", holes)).saveAsTiff(nan.toString());
        try (ModelBundle model = Models.open(dir.resolve("net-p2"), Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            Segment.Result result =
                    Segment.with(model, network)
                            .images(List.of(ImageItem.of("nan.tif", nan)))
                            .values(ValueMapping.parse("0,1"))
                            .output(dir.resolve("out-nan"))
                            .run();
            assertThat(result.failures().values())
                    .singleElement()
                    .asString()
                    .contains("the network's output holds NaN");
        }
        Path unet = PixelNetworks.unet(dir.resolve("unet"), b -> b);
        try (ModelBundle model = Models.open(unet, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            assertThatThrownBy(
                            () ->
                                    Segment.with(model, network)
                                            .output(dir.resolve("never"))
                                            .options(options(65, ObjectOptions.Method.NONE))
                                            .run())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("tile=65")
                    .hasMessageContaining("2 more each");
            ModelBundle free = model.toBuilder().decoder(Map.of("type", "magic")).build();
            assertThatThrownBy(() -> Segment.with(free, network).output(dir.resolve("no")).run())
                    .hasMessageContaining("decoder magic is unknown");
        }
    }
}
