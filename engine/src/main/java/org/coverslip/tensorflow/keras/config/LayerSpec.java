package org.coverslip.tensorflow.keras.config;

import java.util.List;
import java.util.Optional;

/**
 * A layer of a model and its calls. Compared by identity: two layers of equal configuration have
 * weights of their own.
 */
public final class LayerSpec {

    private final String name;
    private final String className;
    private final String module;
    private final Config config;
    private final List<CallSpec> calls;
    private final ModelSpec nested;

    /**
     * @param module Python module that the file names; empty if it does not
     * @param calls in order; empty for the inputs of a model
     * @param nested the model that stands as this layer, or null
     */
    LayerSpec(
            String name,
            String className,
            String module,
            Config config,
            List<CallSpec> calls,
            ModelSpec nested) {
        this.name = name;
        this.className = className;
        this.module = module;
        this.config = config;
        this.calls = List.copyOf(calls);
        this.nested = nested;
    }

    public String name() {
        return name;
    }

    /** Keras class, for example {@code Conv2D}. */
    public String className() {
        return className;
    }

    public Config config() {
        return config;
    }

    public List<CallSpec> calls() {
        return calls;
    }

    public Optional<ModelSpec> nested() {
        return Optional.ofNullable(nested);
    }

    public boolean isInput() {
        return className.equals("InputLayer");
    }

    /**
     * Whether this is a function call that Keras 3 recorded as a node ({@code x * 2}), which owns
     * no weights and is not counted among the layers of a file.
     */
    public boolean isOperation() {
        return module.startsWith("keras.src.ops") || module.startsWith("keras.ops");
    }

    /** Whether the class was written outside Keras, whatever it is called. */
    public boolean isForeign() {
        String root = module.split("\\.", 2)[0];
        return !List.of("", "keras", "tf_keras", "tensorflow", "builtins").contains(root);
    }

    /** Whether the layer takes part in training; inner layers inherit it from their model. */
    public boolean trainable() {
        return config.flag("trainable", true);
    }

    /** How to call it in a sentence. */
    @Override
    public String toString() {
        return config.owner();
    }
}
