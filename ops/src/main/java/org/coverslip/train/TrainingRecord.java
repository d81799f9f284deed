package org.coverslip.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coverslip.report.WholeFile;

/**
 * What a network was made from; {@code training.json} in its bundle.
 *
 * @param network name of the architecture
 * @param weights how many there are
 * @param engine with versions
 * @param device that really trained it
 * @param settings everything that decides the result, the seed included
 * @param dataSha256 of names, labels, parts and prepared pixels
 * @param labels in the order of the output
 * @param counts examples of each class, by part
 * @param groups patients or slides, by part
 * @param ending as the loop says it
 * @param bestEpoch whose weights these are
 * @param metrics of these weights
 */
record TrainingRecord(
        String network,
        long weights,
        String engine,
        String device,
        Map<String, String> settings,
        String dataSha256,
        List<String> labels,
        Map<String, Map<String, Integer>> counts,
        Map<String, Integer> groups,
        String ending,
        int bestEpoch,
        Map<String, Double> metrics) {

    private static final Gson GSON =
            new GsonBuilder()
                    .setPrettyPrinting()
                    .disableHtmlEscaping()
                    .serializeSpecialFloatingPointValues()
                    .create();

    /** Writes it beside a bundle's description. */
    void write(Path bundle) {
        byte[] text = (GSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8);
        WholeFile.write(bundle.resolve("training.json"), out -> out.write(text));
    }
}
