package org.coverslip.detect;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Sentence;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Progress;
import org.coverslip.roi.Part;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.TileRunner;

/** Detects in images that are no slides: each plane, frame or ROI as a whole. */
final class DetectImages {

    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());

    /** Boxes of one object overlap at least so much from frame to frame. */
    private static final double TRACK_IOU = 0.3;

    private static final int TRACK_PATIENCE = 2;

    private final Detector detector;
    private final Preparation preparation;
    private final boolean byRoi;
    private final boolean track;
    private final int batch;
    private final Progress progress;
    private final DetectReport report;

    DetectImages(
            Detector detector,
            Preparation preparation,
            boolean byRoi,
            boolean track,
            int batch,
            Progress progress,
            DetectReport report) {
        this.detector = detector;
        this.preparation = preparation;
        this.byRoi = byRoi;
        this.track = track;
        this.batch = batch;
        this.progress = progress;
        this.report = report;
    }

    private record Result(Letterbox fit, Detector.Answer answer) {}

    /**
     * @param already images of the run that were done before, for the progress
     * @return whether all was done; false if the user stopped it
     */
    boolean run(List<ImageItem> items, int already) {
        int total = already + items.size();
        try (ImageStream stream = new ImageStream(items, byRoi)) {
            Collector collector = new Collector(stream, already, total);
            TileRunner<ImageStream.Unit, LetterboxSample, Result> runner =
                    new TileRunner<>(
                            this::read, this::detect, collector, batch, THREADS, cancelOnly());
            return runner.run(stream, 0, 0);
        }
    }

    /** NB: the runner counts planes; people count images. */
    private Progress cancelOnly() {
        return new Progress() {
            @Override
            public void update(long done, long total, String unit) {}

            @Override
            public boolean isCanceled() {
                return progress.isCanceled();
            }
        };
    }

    private LetterboxSample read(ImageStream.Unit unit) {
        if (unit.fault() != null) throw unit.fault();
        var slide = unit.image().parts().slide();
        var source =
                new Preparation.Source(
                        unit.image().item().id().name(), slide.rgb(), slide.displayRange());
        return LetterboxSample.of(
                unit.image().parts().pixels(unit.part()),
                detector.spec(),
                detector.spec().fit(detector.decoder().name()),
                preparation,
                source);
    }

    /** NB: a network that takes any size gets pictures of one size together, others alone. */
    private List<Result> detect(List<LetterboxSample> samples) {
        List<TensorBlock> blocks = samples.stream().map(LetterboxSample::block).toList();
        int[] shape = blocks.get(0).shape();
        boolean alike = blocks.stream().allMatch(b -> java.util.Arrays.equals(b.shape(), shape));
        List<Detector.Answer> answers = new ArrayList<>();
        if (alike) answers.addAll(detector.run(blocks));
        else for (TensorBlock block : blocks) answers.addAll(detector.run(List.of(block)));
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            results.add(new Result(samples.get(i).fit(), answers.get(i)));
        }
        return results;
    }

    private final class Collector implements TileRunner.Sink<ImageStream.Unit, Result> {

        private final ImageStream stream;
        private final int total;
        private int done;

        Collector(ImageStream stream, int already, int total) {
            this.stream = stream;
            this.done = already;
            this.total = total;
            progress.update(already, total, "images");
        }

        @Override
        public void done(ImageStream.Unit unit, Result result) {
            List<Detection> found;
            try {
                found = result.answer().detections();
            } catch (RefusedException e) {
                failed(unit, e);
                return;
            }
            Part part = unit.part();
            String name = byRoi ? part.name() : "";
            for (Detection d : found) {
                Detection whole = result.fit().back(d).map(1, 1, part.x(), part.y());
                if (whole.box().area() == 0) continue;
                unit.image().found().add(new Found(part.plane(), name, 0, whole));
            }
            step(unit.image());
        }

        @Override
        public void failed(ImageStream.Unit unit, Throwable cause) {
            unit.image().failed(cause);
            step(unit.image());
        }

        private void step(ImageStream.Opened image) {
            if (!image.next()) return;
            String name = image.item().id().name();
            try {
                if (image.fault() != null) {
                    report.failed(image.item(), Sentence.of(name, image.fault()));
                } else {
                    boolean movie = track && image.parts().slide().planes() > 1 && !byRoi;
                    List<Found> found = movie ? tracked(image.found()) : image.found();
                    report.image(image.item(), image.parts().slide(), found);
                }
            } finally {
                stream.close(image);
            }
            progress.update(++done, total, "images");
        }
    }

    private static List<Found> tracked(List<Found> found) {
        IouTracker tracker = new IouTracker(TRACK_IOU, TRACK_PATIENCE);
        List<Found> all = new ArrayList<>();
        int last = found.stream().mapToInt(Found::plane).max().orElse(-1);
        for (int plane = 0; plane <= last; plane++) {
            int now = plane;
            List<Found> here = found.stream().filter(f -> f.plane() == now).toList();
            int[] ids = tracker.next(here.stream().map(Found::detection).toList());
            for (int i = 0; i < ids.length; i++) {
                Found f = here.get(i);
                all.add(new Found(f.plane(), f.part(), ids[i], f.detection()));
            }
        }
        return all;
    }
}
