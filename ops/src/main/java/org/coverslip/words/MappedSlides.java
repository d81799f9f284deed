package org.coverslip.words;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.report.Progress;
import org.coverslip.words.cluster.Crew;
import org.coverslip.words.cluster.Nearest;
import org.coverslip.words.codebook.Codebook;
import org.coverslip.words.cohort.Histograms;
import org.coverslip.words.features.SlideFeatures;

/**
 * Slides whose patches have words.
 *
 * @param slides with patches
 * @param words per slide, per patch its nearest word and how far it is
 * @param count how many words there are
 */
record MappedSlides(List<SlideFeatures> slides, List<Nearest> words, int count) {

    static MappedSlides of(
            List<SlideFeatures> slides, Codebook book, ProductsSource source, Progress progress) {
        List<Nearest> words = new ArrayList<>();
        try (Crew crew = new Crew(0, progress)) {
            var products = source.of(book.transform().width());
            for (int s = 0; s < slides.size(); s++) {
                progress.update(s, slides.size(), "slides");
                words.add(
                        Nearest.of(
                                book.transform().rows(slides.get(s).rows()),
                                book.centroids(),
                                products,
                                crew));
            }
        }
        return new MappedSlides(slides, words, book.words());
    }

    /** How often each word occurs on each slide. */
    Histograms histograms() {
        int[][] counts = new int[slides.size()][count];
        for (int s = 0; s < counts.length; s++)
            for (int word : words.get(s).labels()) counts[s][word]++;
        return new Histograms(slides.stream().map(s -> s.item().id().name()).toList(), counts);
    }
}
