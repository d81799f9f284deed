package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Size;
import org.coverslip.model.step.Reduction;
import org.coverslip.model.step.Standardize;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.ImageFile;
import org.coverslip.report.Progress;
import org.coverslip.segment.objects.ObjectOptions;
import org.coverslip.slide.Slides;
import org.coverslip.tile.ValueMapping;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not go together with volumes is said in one sentence; what is stopped is gone. */
class VolumeRefusalsTest {

    @TempDir static Path dir;

    private static ModelBundle model;
    private static Network network;

    @BeforeAll
    static void open() {
        Path bundle = VoxelNetworks.bright(dir.resolve("bright"), 40, 1, 1, b -> b);
        model = Models.open(bundle, Engines.get());
        network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT);
    }

    @AfterAll
    static void close() {
        network.close();
        model.close();
    }

    private static ImagePlus stack(int w, int h, int slices, int frames) {
        ImageStack stack = new ImageStack(w, h);
        for (int i = 0; i < slices * frames; i++) stack.addSlice(new ByteProcessor(w, h));
        ImagePlus image = new ImagePlus("stack", stack);
        image.setDimensions(1, slices, frames);
        return image;
    }

    private static ImageItem item(ImagePlus image) {
        return new ImageItem(ImageFile.unsaved("stack"), () -> Slides.of(image), List::of);
    }

    private static SegmentOptions options(ObjectOptions.Method method) {
        return new SegmentOptions(
                new TileOptions(Region.ALL, 0, 0),
                16,
                0,
                false,
                new ObjectOptions(method, 0, 0, 0));
    }

    private static Segment segment(ModelBundle bundle, ImagePlus image, String out) {
        return Segment.with(bundle, network)
                .images(List.of(item(image)))
                .output(dir.resolve(out))
                .options(options(ObjectOptions.Method.COMPONENTS));
    }

    private static void fails(ModelBundle bundle, ImagePlus image, String... words) {
        Map<String, String> failures = segment(bundle, image, "failures").run().failures();
        assertThat(failures.values()).singleElement().asString().contains(words);
    }

    private static void refused(ModelBundle bundle, SegmentOptions options, String... words) {
        assertThatThrownBy(
                        () ->
                                Segment.with(bundle, network)
                                        .images(List.of(item(stack(8, 8, 8, 1))))
                                        .output(dir.resolve("never"))
                                        .options(options)
                                        .run())
                .isInstanceOf(RefusedException.class)
                .message()
                .contains(words);
        assertThat(dir.resolve("never")).doesNotExist();
    }

    @Test
    void imagesThatAreNoVolumes() {
        fails(model, stack(20, 20, 1, 1), "single plane", "takes volumes");
        fails(
                model,
                stack(20, 20, 1, 9),
                "9 planes are points in time or tiles",
                "Image > Properties");
        ImageStack vast =
                new VirtualStack(8000, 8000, null, "") {
                    @Override
                    public ImageProcessor getProcessor(int slice) {
                        return new ByteProcessor(8000, 8000);
                    }

                    @Override
                    public int getSize() {
                        return 5000;
                    }
                };
        fails(model, new ImagePlus("vast", vast), "too large for one ImageJ TIFF");
        FloatProcessor plane = new FloatProcessor(1000, 1000);
        ImageStack many =
                new VirtualStack(1000, 1000, null, "") {
                    @Override
                    public ImageProcessor getProcessor(int slice) {
                        return plane;
                    }

                    @Override
                    public int getSize() {
                        return 100 * 900;
                    }

                    @Override
                    public int getBitDepth() {
                        return 32;
                    }
                };
        ImagePlus channels = new ImagePlus("many", many);
        channels.setDimensions(100, 900, 1);
        fails(model, channels, "GB of memory and Java may use", "-Xmx");
        fails(model, stack(10_000, 10_000, 2, 1), "whole slide", "without an axis z");
    }

    @Test
    void requestsThatAreForPlanes() {
        refused(model, options(ObjectOptions.Method.WATERSHED), "objects=watershed", "waists");
        for (String type : new String[] {"stardist", "border", "distance"}) {
            ModelBundle other =
                    model.toBuilder()
                            .labels(List.of("background", "cell"))
                            .decoder(Map.of("type", type, "border", 1, "prob_threshold", 0.5))
                            .build();
            assertThatThrownBy(
                            () -> Segment.with(other, network).output(dir.resolve("never")).run())
                    .isInstanceOf(RefusedException.class);
        }
        ModelBundle distance = model.toBuilder().decoder(Map.of("type", "distance")).build();
        refused(
                distance,
                options(ObjectOptions.Method.AUTO),
                "decoder distance is known for planes only");
    }

    @Test
    void modelsThatDoNotSayWhatTheyDo() {
        ModelBundle labels = model.toBuilder().labels(List.of("a", "b", "c")).build();
        refused(labels, options(ObjectOptions.Method.NONE), "1 channel but there are 3 labels");
        OutputSpec out = model.outputs().get(0);
        List<Size> sizes = new ArrayList<>(out.sizes());
        sizes.set(1, new Size.Relative(model.inputs().get(0).name(), 'z', 0.5, 0));
        ModelBundle half =
                model.toBuilder()
                        .outputs(
                                List.of(
                                        new OutputSpec(
                                                out.name(),
                                                out.axes(),
                                                out.type(),
                                                sizes,
                                                List.of(),
                                                List.of())))
                        .build();
        refused(
                half,
                options(ObjectOptions.Method.NONE),
                "for a tile of 16 pixels along z the network gives 16",
                "says 8");
        fails(
                model.toBuilder().spacing(0.5).build(),
                stack(20, 20, 4, 1),
                "does not say how large its pixels are");
        ImagePlus other = stack(20, 20, 4, 1);
        other.getCalibration().setUnit("um");
        other.getCalibration().pixelWidth = 0.3;
        other.getCalibration().pixelHeight = 0.3;
        fails(
                model.toBuilder().spacing(0.5).build(),
                other,
                "0.3 x 0.3 um",
                "not rescaled for a model");
        InputSpec input = model.requireImageModel();
        ModelBundle slices =
                model.toBuilder()
                        .inputs(
                                List.of(
                                        input.withPreprocessing(
                                                List.of(
                                                        new Standardize(
                                                                Reduction.over("yx"), 1e-6)))))
                        .valueRange(null)
                        .build();
        fails(slices, stack(20, 20, 4, 1), "treats every slice by itself (axes yx)");
    }

    @Test
    void numbersThatAreNone() {
        ImageStack stack = new ImageStack(12, 12);
        for (int z = 0; z < 4; z++) stack.addSlice(new FloatProcessor(12, 12));
        stack.getProcessor(3).setf(5, 5, Float.NaN);
        Segment.Result result =
                segment(model, new ImagePlus("nan", stack), "nan")
                        .values(ValueMapping.parse("0,1"))
                        .run();
        assertThat(result.failures().values())
                .singleElement()
                .asString()
                .contains("the network's output holds NaN");
    }

    @Test
    void aVolumeIsNoPicture() {
        ImagePlus picture = stack(20, 20, 1, 1);
        assertThatThrownBy(
                        () ->
                                PixelPrediction.with(model, network)
                                        .on(Slides.of(picture).image(0, 0), false))
                .hasMessageContaining("it takes volumes and this is a picture");
    }

    @Test
    void whatIsStoppedIsGoneWithinASecond() throws IOException {
        AtomicLong asked = new AtomicLong();
        Progress stop =
                new Progress() {
                    private volatile boolean begun;

                    @Override
                    public void update(long done, long total, String unit) {
                        if (done > 0 && !begun) asked.set(System.nanoTime());
                        begun |= done > 0;
                    }

                    @Override
                    public boolean isCanceled() {
                        return begun;
                    }
                };
        Segment.Result result =
                segment(model, stack(400, 400, 100, 1), "stopped").progress(stop).run();
        double seconds = (System.nanoTime() - asked.get()) * 1e-9;
        assertThat(asked.get()).isPositive();
        assertThat(result.canceled()).isTrue();
        assertThat(result.failures()).isEmpty();
        assertThat(seconds).isLessThan(1);
        try (Stream<Path> files = Files.walk(dir.resolve("stopped"))) {
            assertThat(files.map(f -> dir.resolve("stopped").relativize(f).toString()))
                    .containsExactlyInAnyOrder("", "run.json", "summary.csv");
        }
        assertThat(Files.readString(dir.resolve("stopped/run.json"))).contains("canceled");
    }
}
