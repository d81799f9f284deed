package org.coverslip.app;

import org.coverslip.keys.MacroOptions;
import org.scijava.command.CommandService;

/**
 * The commands as SciJava Ops, found by name wherever SciJava Ops is installed:
 *
 * <pre>{@code
 * OpEnvironment ops = OpEnvironment.build();
 * Object failed = ops.op("coverslip.classify")
 *         .input("input=[/data/my slides] model=cells.zip output=results")
 *         .apply();
 * }</pre>
 *
 * <p>Each takes one text, the inputs as they stand in a recorded macro, and gives how many images
 * failed. A wrong request throws with one sentence.
 */
public final class Ops {

    private Ops() {}

    private static Integer run(String command, String inputs) {
        var service = CommandPlugIn.context().service(CommandService.class);
        return new CommandCall(CommandPlugIn.context())
                .run(new Commands(service).named(command), MacroOptions.parse(inputs));
    }

    /**
     * Classifies images, ROIs or the tiles of slides.
     *
     * @param inputs of the command {@code classify}, as {@code key=value key=[a value with blanks]}
     * @return how many images failed
     * @implNote op names='coverslip.classify'
     */
    public static Integer classify(String inputs) {
        return run("classify", inputs);
    }

    /**
     * Finds objects in images and slides.
     *
     * @param inputs of the command {@code detect}, as {@code key=value key=[a value with blanks]}
     * @return how many images failed
     * @implNote op names='coverslip.detect'
     */
    public static Integer detect(String inputs) {
        return run("detect", inputs);
    }

    /**
     * Labels the pixels and objects of images and slides.
     *
     * @param inputs of the command {@code segment}, as {@code key=value key=[a value with blanks]}
     * @return how many images failed
     * @implNote op names='coverslip.segment'
     */
    public static Integer segment(String inputs) {
        return run("segment", inputs);
    }

    /**
     * Shows which places speak for a label.
     *
     * @param inputs of the command {@code explain}, as {@code key=value key=[a value with blanks]}
     * @return how many images failed
     * @implNote op names='coverslip.explain'
     */
    public static Integer explain(String inputs) {
        return run("explain", inputs);
    }

    /**
     * Learns visual words from slides.
     *
     * @param inputs of the command {@code learn-words}, as {@code key=value key=[a value with
     *     blanks]}
     * @return how many images failed
     * @implNote op names='coverslip.learnWords'
     */
    public static Integer learnWords(String inputs) {
        return run("learn-words", inputs);
    }

    /**
     * Maps visual words onto slides.
     *
     * @param inputs of the command {@code map-words}, as {@code key=value key=[a value with
     *     blanks]}
     * @return how many images failed
     * @implNote op names='coverslip.mapWords'
     */
    public static Integer mapWords(String inputs) {
        return run("map-words", inputs);
    }

    /**
     * Trains a network on labelled images or annotated slides.
     *
     * @param inputs of the command {@code train}, as {@code key=value key=[a value with blanks]}
     * @return how many images failed
     * @implNote op names='coverslip.train'
     */
    public static Integer train(String inputs) {
        return run("train", inputs);
    }

    /**
     * Holds predictions against the truth.
     *
     * @param inputs of the command {@code evaluate}, as {@code key=value key=[a value with blanks]}
     * @return how many images failed
     * @implNote op names='coverslip.evaluate'
     */
    public static Integer evaluate(String inputs) {
        return run("evaluate", inputs);
    }

    /**
     * Turns boxes from one format into another.
     *
     * @param inputs of the command {@code convert-labels}, as {@code key=value key=[a value with
     *     blanks]}
     * @return how many images failed
     * @implNote op names='coverslip.convertLabels'
     */
    public static Integer convertLabels(String inputs) {
        return run("convert-labels", inputs);
    }

    /**
     * Makes a model bundle from a model file and the facts it lacks.
     *
     * @param inputs of the command {@code import-model}, as {@code key=value key=[a value with
     *     blanks]}
     * @return how many images failed
     * @implNote op names='coverslip.importModel'
     */
    public static Integer importModel(String inputs) {
        return run("import-model", inputs);
    }

    /**
     * Says what a model is.
     *
     * @param inputs of the command {@code model-info}, as {@code key=value key=[a value with
     *     blanks]}
     * @return how many images failed
     * @implNote op names='coverslip.modelInfo'
     */
    public static Integer modelInfo(String inputs) {
        return run("model-info", inputs);
    }
}
