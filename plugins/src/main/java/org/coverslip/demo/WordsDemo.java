package org.coverslip.demo;

import java.nio.file.Path;
import java.util.Map;
import org.coverslip.app.CommandCall;
import org.coverslip.report.Table;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** The demo's visual words: the patterns of its slide, found without telling it what there are. */
final class WordsDemo {

    private final Context context;

    WordsDemo(Context context) {
        this.context = context;
    }

    /**
     * @param slide made before
     * @param output folder for the results
     * @return images that failed
     */
    int run(Path slide, Path output) {
        int failures =
                new CommandCall(context)
                        .run(
                                context.service(CommandService.class)
                                        .getCommand("org.coverslip.plugins.LearnWordsCommand"),
                                Map.of(
                                        "input", slide.toString(),
                                        "model", "tissue",
                                        // NB: its last layer knows the three tissues it was trained
                                        // for and little else.
                                        "layer", "block3_relu",
                                        "output", output.toString(),
                                        "show", "false"));
        int words = Table.read(output.resolve("words.csv")).rows().size();
        System.out.println(
                "The slide consists of "
                        + words
                        + " patterns, which nobody had named before: "
                        + output.resolve("dictionary.png"));
        return failures;
    }
}
