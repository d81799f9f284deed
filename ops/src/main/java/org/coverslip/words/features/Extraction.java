package org.coverslip.words.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.job.EachImage;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Sentence;
import org.coverslip.job.SlidePlan;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.network.Network;
import org.coverslip.report.ModelIdentity;
import org.coverslip.report.Numbers;
import org.coverslip.report.Progress;
import org.coverslip.report.Request;
import org.coverslip.report.RunFolder;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileRunner;
import org.coverslip.tile.TileSampler;
import org.coverslip.tile.ValueMapping;

/**
 * Gives the patches of many slides to a network and keeps what it says of them: a folder of its own
 * with {@code <image>/features.f32} and {@code <image>/patches.csv}. A slide that is done is never
 * done again for the same request; one that was broken off begins anew.
 */
public final class Extraction {

    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());
    private static final List<String> COLUMNS =
            List.of(
                    "image",
                    "width",
                    "height",
                    "patches",
                    "failed_tiles",
                    "features",
                    "um",
                    "patch",
                    "tissue_mm2");

    private final ModelBundle model;
    private final Network network;
    private final FeatureNetwork features;
    private final TileOptions options;
    private final int patch;
    private final ValueMapping mapping;
    private final int batch;
    private final Progress progress;
    private final String engine;
    private final String device;

    /**
     * @param layer as {@link FeatureNetwork} takes it
     * @param patch edge in pixels at the network's resolution; 0: that of its input
     * @param batch patches per call of the network; 0: 8
     * @param engine for the run record
     * @param device that was asked for
     * @throws RefusedException if the model does not say what is needed
     */
    public Extraction(
            ModelBundle model,
            Network network,
            String layer,
            int patch,
            TileOptions options,
            ValueMapping mapping,
            int batch,
            String engine,
            String device,
            Progress progress) {
        this.model = model;
        this.network = network;
        this.features = new FeatureNetwork(model, network, layer);
        this.options = options;
        this.patch = patch > 0 ? patch : ownPatch(model);
        this.mapping = mapping;
        this.batch = Math.min(batch == 0 ? 8 : batch, features.largestBatch());
        this.engine = engine;
        this.device = device;
        this.progress = progress;
        if (model.spacing().isEmpty()) {
            throw new RefusedException(
                    model.source(),
                    "the model does not say at which um per pixel it sees tissue",
                    "import it with spacing=");
        }
    }

    private static int ownPatch(ModelBundle model) {
        OptionalInt own = model.patch();
        return own.orElseThrow(
                () ->
                        new RefusedException(
                                "patch=0",
                                "the network takes patches of any size",
                                "say how many pixels with patch="));
    }

    /** Name of the layer that is used. */
    public String layer() {
        return features.layer();
    }

    /** Edge of a patch in pixels at the network's resolution. */
    public int patch() {
        return patch;
    }

    /**
     * What came out.
     *
     * @param slides those that are done, in the order of the items
     * @param failures a sentence for each image that failed
     * @param canceled whether the user stopped it
     */
    public record Result(
            List<SlideFeatures> slides, Map<String, String> failures, boolean canceled) {}

    /** Does the work, or what is left of it. */
    public Result run(List<ImageItem> items, Path output) {
        try (RunFolder folder = RunFolder.open(output, request(), COLUMNS)) {
            folder.ranOn(engine, device, network.device().toString());
            folder.keepOnly(items.stream().map(i -> i.id().name()).collect(Collectors.toSet()));
            List<ImageItem> todo = items.stream().filter(i -> !isDone(folder, i)).toList();
            boolean whole = new EachImage(folder).run(todo, item -> extract(item, folder));
            if (whole) folder.finish();
            else folder.cancel();
            List<SlideFeatures> slides = new ArrayList<>();
            Map<String, List<String>> rows = new LinkedHashMap<>();
            folder.summary().rows().forEach(r -> rows.put(r.get(0), r));
            for (ImageItem item : items) {
                List<String> row = rows.get(item.id().name());
                if (whole && row != null) slides.add(read(folder.folderOf(row.get(0)), item, row));
            }
            return new Result(slides, folder.failures(), !whole);
        }
    }

    private static boolean isDone(RunFolder folder, ImageItem item) {
        return folder.isDone(item.id())
                && Files.exists(folder.folderOf(item.id().name()).resolve("features.f32"));
    }

    private static SlideFeatures read(Path own, ImageItem item, List<String> row) {
        int width = Integer.parseInt(row.get(5));
        FeatureFile file = FeatureFile.open(own.resolve("features.f32"), width);
        List<Tile> tiles = PatchTable.read(own.resolve("patches.csv"));
        if (tiles.size() != file.count()) {
            throw new RefusedException(
                    own,
                    tiles.size() + " patches do not fit " + file.count() + " rows of features",
                    "delete this folder and run again");
        }
        return new SlideFeatures(
                item,
                tiles,
                file,
                new SlideFeatures.Cut(
                        Long.parseLong(row.get(1)),
                        Long.parseLong(row.get(2)),
                        Double.parseDouble(row.get(6)),
                        Integer.parseInt(row.get(7)),
                        Integer.parseInt(row.get(4)),
                        Double.parseDouble(row.get(8))));
    }

    private boolean extract(ImageItem item, RunFolder folder) throws IOException {
        Path own = folder.folderOf(item.id().name());
        try (Slide slide = item.opener().open();
                FeatureFile.Writer file = new FeatureFile.Writer(own.resolve("features.f32"))) {
            SlidePlan plan = SlidePlan.of(item, slide, model.spacing(), patch, options);
            Collector collector = new Collector(file);
            if (!runner(item, slide, plan, collector)
                    .run(plan.grid().iterator(), 0, plan.grid().size())) return false;
            if (collector.tiles.isEmpty()) {
                throw new RefusedException(
                        item.id().name(),
                        "none of its tiles could be used: " + collector.fault,
                        "check the file");
            }
            PatchTable.write(own.resolve("patches.csv"), collector.tiles);
            file.finish();
            folder.notes(item.id().name(), plan.notes());
            folder.readBy(slide.reader());
            Level full = slide.levels().get(0);
            folder.done(
                    item.id(),
                    List.of(
                            item.id().name(),
                            Long.toString(full.width()),
                            Long.toString(full.height()),
                            Integer.toString(collector.tiles.size()),
                            Integer.toString(collector.failed),
                            Integer.toString(collector.width),
                            Double.toString(plan.pixelSize().x()),
                            Integer.toString(patch),
                            Numbers.text(plan.squareMillimetres())));
            return true;
        }
    }

    private TileRunner<Tile, TensorBlock, float[]> runner(
            ImageItem item, Slide slide, SlidePlan plan, Collector collector) {
        var level = slide.image(plan.grid().tile(0, 0).level(), 0);
        TileSampler sampler =
                new TileSampler(level, plan.patch(), plan.patch(), new EdgeRule.Reflect());
        var source = new Preparation.Source(item.id().name(), slide.rgb(), slide.displayRange());
        Preparation preparation = new Preparation(model, mapping).fittedTo(level, source);
        return new TileRunner<>(
                tile -> preparation.prepare(sampler.read(tile), source),
                samples -> {
                    List<float[]> rows = features.describe(samples);
                    samples.forEach(preparation::recycle);
                    return rows;
                },
                collector,
                batch,
                THREADS,
                progress);
    }

    private static final class Collector implements TileRunner.Sink<Tile, float[]> {

        private final FeatureFile.Writer file;
        private final List<Tile> tiles = new ArrayList<>();
        private int failed;
        private int width;
        private String fault = "";

        Collector(FeatureFile.Writer file) {
            this.file = file;
        }

        @Override
        public void done(Tile tile, float[] row) {
            for (float v : row) {
                if (Float.isFinite(v)) continue;
                failed(tile, notFinite());
                return;
            }
            width = row.length;
            tiles.add(tile);
            file.add(row);
        }

        private static RefusedException notFinite() {
            return new RefusedException(
                    "features",
                    "the layer gives numbers that are not finite",
                    "use another layer, or a network whose values stay in range");
        }

        @Override
        public void failed(Tile tile, Throwable cause) {
            if (failed++ == 0) fault = Sentence.of("tile " + tile.index(), cause);
        }
    }

    private Request request() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("layer", features.layer());
        settings.put("patch", Integer.toString(patch));
        settings.put("region", options.region().toString());
        settings.put("overlap", Numbers.text(options.overlap()));
        settings.put("spacing", Numbers.text(options.spacing()));
        settings.put("modelspacing", Numbers.text(model.spacing().getAsDouble()));
        settings.put("range", mapping.toString());
        settings.put("resize", model.resize().map(Object::toString).orElse(""));
        settings.put("preprocessing", model.inputs().get(0).preprocessing().toString());
        return new Request(
                "features",
                settings,
                new ModelIdentity(
                        model.name(), model.source().toString(), model.format(), model.sha256()));
    }
}
