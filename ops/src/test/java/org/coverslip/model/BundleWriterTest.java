package org.coverslip.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.coverslip.RefusedException;
import org.coverslip.model.step.Binarize;
import org.coverslip.model.step.Clip;
import org.coverslip.model.step.EnsureType;
import org.coverslip.model.step.FixedStandardize;
import org.coverslip.model.step.Reduction;
import org.coverslip.model.step.ReverseChannels;
import org.coverslip.model.step.ScaleLinear;
import org.coverslip.model.step.ScaleMeanVariance;
import org.coverslip.model.step.ScaleRange;
import org.coverslip.model.step.Sigmoid;
import org.coverslip.model.step.Softmax;
import org.coverslip.model.step.Standardize;
import org.coverslip.model.step.Step;
import org.coverslip.network.ElementType;
import org.coverslip.network.TensorInfo;
import org.coverslip.slide.Resampling;
import org.coverslip.slide.ValueRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWriterTest {

    private static final Arbitrary<String> TEXT =
            Arbitraries.of(
                    "cells", "1.5", "yes", "null", "Zelle ü: #1", "a\nb", "- x", "", "{", "'");
    private static final List<Step> STEPS =
            List.of(
                    new Binarize(List.of(0.5), Optional.empty()),
                    new Binarize(List.of(0.5, 1.0, 2.0), Optional.of('c')),
                    Clip.between(-1.5, 1e-7),
                    new Clip(
                            Optional.empty(),
                            Optional.of(new Clip.Bound(99.8, true)),
                            Reduction.over("yx")),
                    new EnsureType(ElementType.UINT8),
                    new FixedStandardize(List.of(127.5), List.of(3.0), Optional.empty()),
                    new FixedStandardize(
                            List.of(1.0, 2.0, 3.0), List.of(.1, .2, .3), Optional.of('c')),
                    new ReverseChannels(),
                    ScaleLinear.of(1 / 255.0, -1),
                    new ScaleLinear(List.of(1.0, 2.0, 3.0), List.of(0.5), Optional.of('c')),
                    new ScaleRange(1, 99.8, Reduction.over("yxc"), 1e-3, Optional.of("in put:0")),
                    new ScaleRange(0, 100, Reduction.ALL, 1e-6, Optional.empty()),
                    new Sigmoid(),
                    new Softmax('c'),
                    new Standardize(Reduction.over("byx"), 1e-6));

    @TempDir Path folder;

    /** A classifier with everything said. */
    private ModelBundle classifier() throws IOException {
        Path savedModel = DescribedEngine.savedModel(folder.resolve("model"));
        return ModelBundle.builder()
                .source(folder.resolve("malaria.h5"))
                .format("Keras 2.4 HDF5")
                .savedModel(savedModel)
                .name("malaria")
                .inputs(
                        List.of(
                                new InputSpec(
                                        "in put:0",
                                        "byxc",
                                        ElementType.FLOAT32,
                                        List.of(
                                                Size.ANY,
                                                new Size.Fixed(64),
                                                new Size.Fixed(64),
                                                new Size.Fixed(3)),
                                        Normalization.parse("caffe").steps())))
                .outputs(
                        List.of(
                                new OutputSpec(
                                        "dense",
                                        "bc",
                                        ElementType.FLOAT32,
                                        List.of(Size.ANY, new Size.Fixed(1)),
                                        List.of(),
                                        List.of())))
                .cite(
                        List.of(
                                new Citation("a preprint", "arXiv:1811.10980"),
                                new Citation("a paper", "10.1234/x")))
                .task(Task.CLASSIFICATION)
                .labels(List.of("no", "yes"))
                .scores(Scores.SIGMOID)
                .resize(Resampling.NEAREST)
                .spacing(0.499)
                .valueRange(new ValueRange(0, 255))
                .build();
    }

    private static DescribedEngine engine(ModelBundle bundle) {
        List<TensorInfo> in = new ArrayList<>();
        bundle.inputs().forEach(i -> in.add(new TensorInfo(i.name(), i.type(), null)));
        List<TensorInfo> out = new ArrayList<>();
        bundle.outputs().forEach(o -> out.add(new TensorInfo(o.name(), o.type(), null)));
        return DescribedEngine.of(in, out);
    }

    @Test
    void aWrittenBundleSaysTheSameWhenReadAgain() throws IOException {
        ModelBundle bundle = classifier();
        for (boolean zipped : new boolean[] {true, false}) {
            Path target = folder.resolve("out" + zipped);
            new BundleWriter().zipped(zipped).write(bundle, target);
            try (ModelBundle read = Models.open(target, engine(bundle))) {
                assertThat(read).isEqualTo(bundle);
                assertThat(read.sha256()).isEqualTo(bundle.sha256());
                assertThat(read.format()).isEqualTo("bioimage.io 0.5");
                assertThat(read.colours()).isEqualTo(ColourOrder.BGR);
                assertThat(read.missing()).isEmpty();
            }
        }
    }

    @Test
    void aLoopOfLinksIsRefused() throws IOException {
        ModelBundle bundle = classifier();
        Path inside = bundle.savedModel().resolve("variables/loop");
        Files.createSymbolicLink(inside, bundle.savedModel());
        assertThatThrownBy(() -> new BundleWriter().write(bundle, folder.resolve("out")))
                .isInstanceOf(RefusedException.class);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void theSameBundleGivesTheSameBytes() throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        new BundleWriter().write(classifier(), one);
        new BundleWriter().write(classifier(), two);
        try (Stream<Path> files = Files.walk(one)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(two.resolve(one.relativize(file))).hasSameBinaryContentAs(file);
            }
        }
    }

    @Test
    void otherToolsAreToldThatTheColoursAreBlueGreenRed() throws IOException {
        new BundleWriter().write(classifier(), folder.resolve("out"));
        assertThat(folder.resolve("out/rdf.yaml"))
                .content()
                .containsSubsequence("type: channel", "blue", "green", "red")
                .contains("id: fixed_zero_mean_unit_variance")
                .contains("format_version: \"0.5.7\"");
    }

    @Test
    void labelsThatOldYamlTakesForBooleansAreQuoted() throws IOException {
        new BundleWriter().write(classifier(), folder.resolve("out"));
        assertThat(folder.resolve("out/rdf.yaml")).content().contains("\"no\"", "\"yes\"");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path target = Files.createDirectory(folder.resolve("full"));
        Files.writeString(target.resolve("mine"), "x");
        ModelBundle bundle = classifier();
        assertThatThrownBy(() -> new BundleWriter().write(bundle, target))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not an empty folder");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        new BundleWriter().write(bundle, empty);
        assertThat(empty.resolve("rdf.yaml")).exists();
    }

    @Test
    void aFailureLeavesNothing() throws IOException {
        ModelBundle bundle = classifier();
        Path results = Files.createDirectory(folder.resolve("results"));
        ModelBundle lost = bundle.toBuilder().savedModel(folder.resolve("nowhere")).build();
        assertThatThrownBy(() -> new BundleWriter().write(lost, results.resolve("out")))
                .isInstanceOf(RefusedException.class);
        assertThat(results).isEmptyDirectory();
    }

    @Test
    void anUnknownOrderOfAxesIsAskedFor() throws IOException {
        ModelBundle bundle = classifier();
        InputSpec known = bundle.inputs().get(0);
        InputSpec unknown =
                new InputSpec(known.name(), "", known.type(), known.sizes(), List.of(), true);
        ModelBundle broken = bundle.toBuilder().inputs(List.of(unknown)).build();
        assertThatThrownBy(() -> new BundleWriter().write(broken, folder.resolve("out")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("axes=byxc");
    }

    @Property(tries = 300)
    void everyBundleSaysTheSameWhenReadAgain(@ForAll("bundles") ModelBundle.Builder facts)
            throws IOException {
        Path dir = Files.createTempDirectory("bundle");
        try {
            Path savedModel = DescribedEngine.savedModel(dir.resolve("model"));
            ModelBundle bundle = facts.source(dir.resolve("x.h5")).savedModel(savedModel).build();
            new BundleWriter().zipped(false).write(bundle, dir.resolve("out"));
            try (ModelBundle read = Models.open(dir.resolve("out"), engine(bundle))) {
                assertThat(read).isEqualTo(bundle);
            }
        } finally {
            TemporaryFolder.deleteTree(dir);
        }
    }

    @Provide
    Arbitrary<ModelBundle.Builder> bundles() {
        return Combinators.combine(
                        inputs(), outputs(), facts(), texts(), Arbitraries.of(Task.values()))
                .as(
                        (in, out, facts, texts, task) ->
                                facts.inputs(List.of(in))
                                        .outputs(resolved(in, out))
                                        .task(task)
                                        .name("n" + texts.get(0))
                                        .description(texts.get(1).strip())
                                        .license(texts.get(2).isBlank() ? null : texts.get(2))
                                        .authors(
                                                texts.subList(3, 4).stream()
                                                        .filter(t -> !t.isBlank())
                                                        .toList()));
    }

    /** Where the input's size is fixed, an output that follows it is fixed too. */
    private static List<OutputSpec> resolved(InputSpec in, List<OutputSpec> outputs) {
        if (!(in.size('x') instanceof Size.Fixed)) return outputs;
        return outputs.stream()
                .map(
                        o ->
                                new OutputSpec(
                                        o.name(),
                                        o.axes(),
                                        o.type(),
                                        o.sizes().stream()
                                                .map(
                                                        s ->
                                                                s instanceof Size.Relative
                                                                        ? new Size.Fixed(9)
                                                                        : s)
                                                .toList(),
                                        o.halo(),
                                        o.postprocessing()))
                .toList();
    }

    private static Arbitrary<List<String>> texts() {
        return TEXT.list().ofSize(4);
    }

    private static Arbitrary<ModelBundle.Builder> facts() {
        Arbitrary<Map<String, Object>> decoder =
                Arbitraries.maps(
                        Arbitraries.of("a", "b", "1"),
                        Arbitraries.of(1L, 2.5, "t", true, List.of(1L, Map.of("k", "v"))));
        return Combinators.combine(
                        Arbitraries.of(Scores.values()).injectNull(0.3),
                        Arbitraries.of(Resampling.values()).injectNull(0.3),
                        Arbitraries.doubles().between(0.01, 10),
                        Arbitraries.integers().between(1, 4096),
                        decoder.injectNull(0.5),
                        Arbitraries.of(new ValueRange(0, 255), new ValueRange(-1.5, 4e9))
                                .injectNull(0.3),
                        TEXT.map(t -> "l" + t).list().ofMaxSize(3))
                .as(
                        (scores, resize, spacing, patch, map, range, labels) ->
                                ModelBundle.builder()
                                        .scores(scores)
                                        .resize(resize)
                                        .spacing(spacing)
                                        .patch(patch)
                                        .decoder(map)
                                        .valueRange(range)
                                        .labels(labels));
    }

    private static Arbitrary<InputSpec> inputs() {
        Arbitrary<Size> size = Arbitraries.of(new Size.Fixed(7), new Size.Stepped(16, 8), Size.ANY);
        return Combinators.combine(
                        Arbitraries.of("byxc", "bcyx", "cxy", "bzyxc", "byxct", "yx"),
                        size.list().ofSize(5),
                        Arbitraries.of(STEPS).list().ofMaxSize(3),
                        Arbitraries.of(true, false),
                        Arbitraries.of(ElementType.values()))
                .as(
                        (axes, sizes, steps, known, type) -> {
                            List<Size> own = new ArrayList<>(sizes.subList(0, axes.length()));
                            if (axes.charAt(0) == 'b') own.set(0, Size.ANY);
                            boolean fit = axes.contains("c") && axes.contains("b");
                            List<Step> used = known && fit ? steps : List.of();
                            return new InputSpec("in put:0", axes, type, own, used, known);
                        });
    }

    private static Arbitrary<List<OutputSpec>> outputs() {
        Arbitrary<Double> scale = Arbitraries.of(1.0, 0.5, 2.0, 0.25, 3.0, 1 / 3.0);
        Arbitrary<Size> y =
                Combinators.combine(scale, Arbitraries.integers().between(-64, 64))
                        .as((s, o) -> new Size.Relative("in put:0", 'x', s, o));
        Arbitrary<OutputSpec> image =
                Combinators.combine(y, Arbitraries.integers().between(0, 40))
                        .as(
                                (size, halo) ->
                                        new OutputSpec(
                                                "Out/Identity",
                                                "bxyc",
                                                ElementType.FLOAT32,
                                                List.of(
                                                        Size.ANY,
                                                        size,
                                                        Size.ANY,
                                                        new Size.Fixed(2)),
                                                List.of(0, halo, 0, 0),
                                                List.of(
                                                        new ScaleMeanVariance(
                                                                "in put:0",
                                                                Reduction.over("xy"),
                                                                1e-6))));
        OutputSpec scores =
                new OutputSpec(
                        "1st",
                        "bc",
                        ElementType.INT64,
                        List.of(Size.ANY, new Size.Fixed(5)),
                        List.of(),
                        List.of());
        OutputSpec unknown =
                new OutputSpec(
                        "Boxes",
                        "",
                        ElementType.FLOAT32,
                        List.of(Size.ANY, Size.ANY, new Size.Fixed(4)),
                        List.of(),
                        List.of());
        return image.map(i -> List.of(scores, i, unknown));
    }
}
