package org.coverslip.train.prepare;

import java.util.List;
import java.util.Map;
import org.coverslip.model.step.Step;
import org.coverslip.network.Tensor;
import org.coverslip.train.augment.Augmentation;
import org.coverslip.train.data.Example;
import org.coverslip.train.loop.Sample;
import org.coverslip.train.loop.Samples;

/**
 * Stored pictures as samples of a classifier: augmented, preprocessed, with a 1 for each of their
 * classes.
 */
public final class ClassSamples implements Samples {

    private final PixelStore store;
    private final List<Example> examples;
    private final int[] chosen;
    private final Form form;
    private final Augmentation augmentation;
    private final InputValues values;

    /**
     * What the network takes.
     *
     * @param input name of its input, [size, size, channels]
     * @param output name of its output, [classes]
     * @param steps from pixels of 0 to 255 to its values
     */
    public record Form(
            String input, String output, int size, int channels, int classes, List<Step> steps) {

        public Form {
            steps = List.copyOf(steps);
        }
    }

    /**
     * @param examples all of them; example i is picture i of the store
     * @param chosen which of them these samples are
     */
    public ClassSamples(
            PixelStore store,
            List<Example> examples,
            int[] chosen,
            Form form,
            Augmentation augmentation) {
        this.store = store;
        this.examples = examples;
        this.chosen = chosen.clone();
        this.form = form;
        this.augmentation = augmentation;
        this.values = new InputValues(form.steps(), form.channels());
    }

    @Override
    public int size() {
        return chosen.length;
    }

    @Override
    public Sample get(int index, long seed) {
        float[] pixels = store.get(chosen[index]);
        int edge = form.size();
        float[] seen = augmentation.apply(pixels, edge, form.channels(), seed);
        // NB: what is checked goes through the very steps that classify will apply.
        if (augmentation.equals(Augmentation.NONE)) values.exactly(seen, edge);
        else values.nearly(seen, edge);
        float[] truth = new float[form.classes()];
        for (int c : examples.get(chosen[index]).labels()) truth[c] = 1;
        return new Sample(
                Map.of(form.input(), Tensor.of(seen, edge, edge, form.channels())),
                Map.of(form.output(), Tensor.of(truth, form.classes())));
    }
}
