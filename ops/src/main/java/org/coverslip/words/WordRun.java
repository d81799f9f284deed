package org.coverslip.words;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.job.Sentence;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.network.Network;
import org.coverslip.report.ModelIdentity;
import org.coverslip.report.Numbers;
import org.coverslip.report.Request;
import org.coverslip.report.RunFolder;
import org.coverslip.words.codebook.Codebook;
import org.coverslip.words.cohort.Histograms;
import org.coverslip.words.cohort.Study;
import org.coverslip.words.cohort.Truth;
import org.coverslip.words.features.Extraction;
import org.coverslip.words.index.Sweep;

/** Writes the output folder of a run, once every patch has its word. */
record WordRun(
        ModelBundle model,
        Network network,
        Path output,
        String engine,
        String device,
        TileOptions tiling,
        WordSettings settings) {

    LearnWords.Result write(
            Codebook book,
            Optional<Sweep> sweep,
            MappedSlides mapped,
            Optional<Truth> labels,
            Extraction.Result extracted,
            Optional<Path> learned) {
        List<String> columns = WordReport.columns(book.words());
        try (RunFolder folder = RunFolder.open(output, request(book, learned.isEmpty()), columns)) {
            folder.ranOn(engine, device, network.device().toString());
            folder.keepOnly(
                    mapped.slides().stream()
                            .map(s -> s.item().id().name())
                            .collect(Collectors.toSet()));
            Histograms histograms = mapped.histograms();
            double[][] frequencies = histograms.frequencies();
            WordReport report = new WordReport(folder, book, mapped, settings.seed());
            Map<String, String> failures = new TreeMap<>(extracted.failures());
            for (int s = 0; s < mapped.slides().size(); s++) {
                var item = mapped.slides().get(s).item();
                try {
                    report.slide(s, frequencies[s]);
                } catch (IOException e) {
                    failures.put(item.id().name(), Sentence.of(item.id().name(), e));
                    folder.failed(item.id(), failures.get(item.id().name()));
                }
            }
            extracted
                    .failures()
                    .forEach(
                            (name, why) ->
                                    folder.failed(
                                            org.coverslip.report.ImageFile.unsaved(name), why));
            List<List<BufferedImage>> nearest = report.together(histograms);
            learned.ifPresent(to -> medoids(to, nearest));
            sweep.ifPresent(s -> ChoiceReport.write(output, s));
            labels.ifPresent(t -> study(histograms, t, nearest));
            folder.finish();
            return new LearnWords.Result(
                    book.words(),
                    folder.summary().rows().size(),
                    Map.copyOf(failures),
                    false,
                    output.resolve("summary.csv"));
        }
    }

    /** A picture of each word beside its numbers: the patch nearest to its centre. */
    private static void medoids(Path codebook, List<List<BufferedImage>> nearest) {
        for (int w = 0; w < nearest.size(); w++) {
            if (nearest.get(w).isEmpty()) continue;
            WordReport.png(
                    codebook.resolve("medoids").resolve(Codebook.name(w) + ".png"),
                    nearest.get(w).get(0));
        }
    }

    private void study(Histograms histograms, Truth truth, List<List<BufferedImage>> nearest) {
        if (histograms.slides().size() < 2) {
            throw new RefusedException(
                    "input",
                    "there is one slide, from which nothing can be predicted",
                    "give a folder of slides, or leave out truth");
        }
        Study study = Study.of(histograms, truth, settings.seed());
        new StudyReport(output, truth, study).write(nearest);
    }

    private Request request(Codebook book, boolean mapping) {
        Map<String, String> text = new LinkedHashMap<>(settings.text());
        text.put("words", Integer.toString(book.words()));
        text.put("layer", book.origin().layer());
        text.put("patch", Integer.toString(book.origin().patch()));
        text.put("region", tiling.region().toString());
        text.put("overlap", Numbers.text(tiling.overlap()));
        text.put("spacing", Numbers.text(tiling.spacing()));
        return new Request(
                mapping ? "map-words" : "learn-words",
                text,
                new ModelIdentity(
                        model.name(), model.source().toString(), model.format(), model.sha256()));
    }
}
