package org.coverslip.dialog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.SlidePlan;
import org.coverslip.job.TileOptions;
import org.coverslip.keys.TextValue;
import org.coverslip.plugins.Pace;
import org.coverslip.slide.ImageFiles;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;

/** Says how much a run will have to do, before it is started. */
final class WorkPlan {

    private WorkPlan() {}

    /**
     * Counts the images, and the tiles of the first of them if the model works on slides.
     *
     * @param task name of the command's task, whose pace the last time gives the time
     * @param texts the inputs, by key
     * @throws RefusedException if the first image cannot be done
     */
    static String of(String task, Map<String, String> texts, ModelFacts model) {
        String out = texts.getOrDefault("output", "").strip();
        List<ImageFiles.Entry> files =
                ImageFiles.expand(texts.get("input").strip(), out.isEmpty() ? null : Path.of(out));
        String images = files.size() == 1 ? "1 image" : files.size() + " images";
        if (model.spacing().isEmpty() || model.patch().isEmpty()) {
            return images + time(Pace.of(task, "images"), files.size()) + ".";
        }
        ImageItem first = ImageItem.of(files.get(0).name(), files.get(0).path());
        String tiles = tiles(first, texts, model, task, files.size());
        return files.size() == 1 ? tiles : images + "; the first, " + tiles;
    }

    private static String tiles(
            ImageItem item, Map<String, String> texts, ModelFacts model, String task, int slides) {
        try (Slide slide = item.opener().open()) {
            TileOptions options =
                    new TileOptions(
                            Region.parse(texts.get("region")),
                            number(texts, "overlap"),
                            number(texts, "spacing"));
            int tile = (int) number(texts, "tile");
            int patch = tile > 0 ? tile : model.patch().getAsInt();
            // NB: what finds objects lets tiles share as much as an object is large, if not told.
            boolean chosen = texts.containsKey("threshold") && options.overlap() == 0;
            SlidePlan plan = SlidePlan.of(item, slide, model.spacing(), patch, options);
            Level full = slide.levels().get(0);
            long count = plan.grid().size();
            return "%s, %d x %d pixels at %s um: %s%d tiles of %d pixels at %s um%s."
                    .formatted(
                            item.id().name(),
                            full.width(),
                            full.height(),
                            rounded(plan.pixelSize().x()),
                            chosen ? "at least " : "",
                            count,
                            patch,
                            rounded(model.spacing().getAsDouble()),
                            time(Pace.of(task, "tiles"), count * slides));
        } catch (IOException e) {
            throw new RefusedException(item.id().name(), "it cannot be read", "check the file", e);
        }
    }

    private static double number(Map<String, String> texts, String key) {
        String text = texts.get(key);
        return text == null ? 0 : (double) TextValue.parse(key, text, double.class);
    }

    private static String rounded(double micrometres) {
        return String.valueOf(Math.round(micrometres * 1000) / 1000.0);
    }

    private static String time(Optional<Pace> pace, long units) {
        return pace.map(p -> ", about " + p.time(units) + " at the pace of the last run")
                .orElse(", the time is known after the first run");
    }
}
