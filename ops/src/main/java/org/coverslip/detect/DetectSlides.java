package org.coverslip.detect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.detect.suppress.TileMerge;
import org.coverslip.job.EachImage;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.Sentence;
import org.coverslip.job.SlidePlan;
import org.coverslip.job.TileJournal;
import org.coverslip.job.TileOptions;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Numbers;
import org.coverslip.report.Progress;
import org.coverslip.report.RunFolder;
import org.coverslip.report.Table;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileRunner;
import org.coverslip.tile.TileSampler;

/** Detects on slides, tile by tile, and joins what neighbouring tiles saw. */
final class DetectSlides {

    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());

    /** Part of a cut box that must lie in another one to be taken for a part of it. */
    private static final double SMALLER = 0.5;

    private static final String HEADER = "tile,row,column,x,y,width,height,objects,boxes";
    private static final int BOXES = 8;
    private static final String FAILED = "failed";

    private final Detector detector;
    private final Preparation preparation;
    private final TileOptions options;
    private final int patch;
    private final int batch;
    private final Progress progress;
    private final DetectReport report;
    private final RunFolder folder;
    private final String fingerprint;

    DetectSlides(
            Detector detector,
            Preparation preparation,
            TileOptions options,
            int patch,
            int batch,
            Progress progress,
            DetectReport report,
            RunFolder folder,
            String fingerprint) {
        this.detector = detector;
        this.preparation = preparation;
        this.options = options;
        this.patch = patch;
        this.batch = batch;
        this.progress = progress;
        this.report = report;
        this.folder = folder;
        this.fingerprint = fingerprint;
    }

    /**
     * @return whether all was done; false if the user stopped it
     */
    boolean run(List<ImageItem> items) {
        return new EachImage(folder).run(items, this::run);
    }

    private boolean run(ImageItem item) throws IOException {
        try (Slide slide = item.opener().open()) {
            SlidePlan plan =
                    SlidePlan.touching(
                            item, slide, detector.spec().model().spacing(), patch, options);
            String identity =
                    String.join(
                            " ",
                            "#",
                            fingerprint,
                            Long.toString(item.id().bytes()),
                            Long.toString(item.id().modified()),
                            "tiles",
                            Integer.toString(plan.grid().size()),
                            "batch",
                            Integer.toString(batch));
            try (TileJournal journal =
                    TileJournal.open(folder.folderOf(item.id().name()), HEADER, identity, batch)) {
                Collector tiles = tiles(item, slide, plan, journal);
                if (tiles == null) return false;
                report.slide(item, slide, plan, tiles.merged(), tiles.seen, tiles.firstFault);
                journal.finish(HEADER);
                return true;
            }
        }
    }

    private Collector tiles(ImageItem item, Slide slide, SlidePlan plan, TileJournal journal) {
        var level = slide.image(plan.grid().tile(0, 0).level(), 0);
        var sampler = new TileSampler(level, patch, patch, new EdgeRule.Reflect());
        var source = new Preparation.Source(item.id().name(), slide.rgb(), slide.displayRange());
        Preparation fitted = preparation.fittedTo(level, source);
        Collector collector = new Collector(slide, plan, journal);
        Iterator<Tile> tiles = plan.grid().iterator();
        journal.replay(row -> collector.restore(tiles.next(), row));
        TileRunner<Tile, TensorBlock, Detector.Answer> runner =
                new TileRunner<>(
                        tile -> fitted.prepare(sampler.read(tile), source),
                        this::detect,
                        collector,
                        batch,
                        THREADS,
                        progress);
        boolean whole = runner.run(tiles, journal.kept(), plan.grid().size());
        return whole ? collector : null;
    }

    private List<Detector.Answer> detect(List<TensorBlock> samples) {
        List<Detector.Answer> answers = detector.run(samples);
        samples.forEach(preparation::recycle);
        return answers;
    }

    private final class Collector implements TileRunner.Sink<Tile, Detector.Answer> {

        private final Level full;
        private final SlidePlan plan;
        private final TileJournal journal;
        private final List<TileMerge.Piece> pieces = new ArrayList<>();
        private final SeenPart seen = new SeenPart();
        private String firstFault = "";

        Collector(Slide slide, SlidePlan plan, TileJournal journal) {
            this.full = slide.levels().get(0);
            this.plan = plan;
            this.journal = journal;
        }

        @Override
        public void done(Tile tile, Detector.Answer answer) {
            List<Detection> found;
            try {
                found = answer.detections();
            } catch (RefusedException e) {
                failed(tile, e);
                return;
            }
            double sx = tile.w0() / patch;
            double sy = tile.h0() / patch;
            List<Detection> placed = new ArrayList<>();
            for (Detection d : found) {
                Detection whole = d.map(sx, sy, tile.x0(), tile.y0());
                Detection inside = whole.clip(full.width(), full.height());
                if (inside.box().area() > 0) placed.add(inside);
            }
            write(tile, Integer.toString(placed.size()), BoxText.write(placed));
        }

        @Override
        public void failed(Tile tile, Throwable cause) {
            if (firstFault.isEmpty()) firstFault = Sentence.of("tile " + tile.index(), cause);
            write(tile, FAILED, "");
        }

        private void write(Tile tile, String count, String boxes) {
            List<String> cells = new ArrayList<>();
            for (int n : new int[] {tile.index(), tile.row(), tile.column()}) {
                cells.add(Integer.toString(n));
            }
            for (double v : new double[] {tile.x0(), tile.y0(), tile.w0(), tile.h0()}) {
                cells.add(Numbers.text(v));
            }
            cells.add(count);
            cells.add(boxes);
            journal.add(Table.line(cells));
            enter(tile, cells);
        }

        void restore(Tile tile, String row) {
            enter(tile, Table.cells(row));
        }

        /** NB: from the text of the row, so that a continued run finds the same objects. */
        private void enter(Tile tile, List<String> cells) {
            Box area = new Box(tile.x0(), tile.y0(), tile.x0() + tile.w0(), tile.y0() + tile.h0());
            seen.add(area.clip(full.width(), full.height()), cells.get(BOXES - 1).equals(FAILED));
            for (Detection d : BoxText.read(cells.get(BOXES))) {
                pieces.add(TileMerge.Piece.of(d, tile.index(), area, full.width(), full.height()));
            }
        }

        List<Detection> merged() {
            DetectSettings settings = detector.settings();
            List<Detection> all =
                    new TileMerge(settings.iou(), SMALLER, settings.agnostic()).apply(pieces);
            if (options.region() != Region.ROIS) return all;
            // NB: tiles reach beyond the ROIs; an object belongs where its centre is.
            return all.stream()
                    .filter(d -> plan.covers(d.box().centreX(), d.box().centreY()))
                    .toList();
        }
    }
}
