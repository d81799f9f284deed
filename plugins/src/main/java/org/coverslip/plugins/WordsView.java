package org.coverslip.plugins;

import java.nio.file.Files;
import java.util.function.Consumer;
import org.coverslip.words.LearnWords;
import org.scijava.log.LogService;

/** Tells the user what came of learning or mapping words, and shows it. */
final class WordsView {

    private WordsView() {}

    /**
     * @param cancel told why, if the user stopped it
     * @return images that failed
     */
    static int show(
            LearnWords.Result result,
            Inputs inputs,
            boolean show,
            LogService log,
            Consumer<String> cancel) {
        result.failures().values().forEach(log::error);
        if (result.canceled()) {
            cancel.accept("Stopped by the user; run it again to go on.");
            return result.failures().size();
        }
        if (!Files.exists(result.summary())) return result.failures().size();
        log.info(
                result.done()
                        + " of "
                        + inputs.items().size()
                        + " slides have "
                        + result.words()
                        + " words: "
                        + inputs.output().resolve("dictionary.png"));
        ResultsView.show(result.summary(), inputs.output().resolve("dictionary.png"), show);
        return result.failures().size();
    }
}
