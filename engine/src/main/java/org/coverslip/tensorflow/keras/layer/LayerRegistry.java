package org.coverslip.tensorflow.keras.layer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelSpec;
import org.coverslip.tensorflow.keras.config.Variable;

/**
 * The Keras classes that can be imported. To add one: write its {@link KerasLayer}, name it here.
 */
public final class LayerRegistry {

    private static final LayerRegistry STANDARD = new LayerRegistry();

    private final Map<String, KerasLayer> layers = new HashMap<>();

    private LayerRegistry() {
        convolutions();
        normalizations();
        poolingAndSizes();
        merges();
        activations();
        shapes();
        PassThrough fixed = new PassThrough(false);
        for (String name : List.of("ActivityRegularization", "Identity")) put(fixed, name);
        noise();
    }

    private void noise() {
        put(Noise::dropout, "Dropout");
        put(Noise::spatialDropout, "SpatialDropout2D");
        put(Noise::gaussianNoise, "GaussianNoise");
        put(Noise::gaussianDropout, "GaussianDropout");
        put(
                Noise::unsupported,
                "SpatialDropout1D",
                "SpatialDropout3D",
                "AlphaDropout",
                "RandomFlip",
                "RandomRotation",
                "RandomZoom",
                "RandomTranslation",
                "RandomContrast",
                "RandomBrightness");
    }

    private void convolutions() {
        put(new Convolution(), "Conv2D", "Convolution2D");
        put(new DepthwiseConvolution(), "DepthwiseConv2D");
        put(new SeparableConvolution(), "SeparableConv2D", "SeparableConvolution2D");
        put(new TransposedConvolution(), "Conv2DTranspose", "Convolution2DTranspose");
        put(new Dense(), "Dense");
    }

    private void normalizations() {
        put(
                new BatchNormalization(),
                "BatchNormalization",
                "BatchNormalizationV1",
                "BatchNormalizationV2",
                "SyncBatchNormalization");
        put(new LayerNormalization(), "LayerNormalization");
        put(new GroupNormalization(), "GroupNormalization");
        put(new Normalization(), "Normalization");
        put(new Rescaling(), "Rescaling");
    }

    private void poolingAndSizes() {
        put(Pooling.MAX, "MaxPooling2D", "MaxPool2D");
        put(Pooling.AVERAGE, "AveragePooling2D", "AvgPool2D");
        put(GlobalPooling.AVERAGE, "GlobalAveragePooling2D", "GlobalAvgPool2D");
        put(GlobalPooling.MAX, "GlobalMaxPooling2D", "GlobalMaxPool2D");
        put(Borders::zeroPadding, "ZeroPadding2D");
        put(Borders::cropping, "Cropping2D");
        put(Resampling::upSampling, "UpSampling2D");
        put(Resampling::resizing, "Resizing");
        put(Resampling::centerCrop, "CenterCrop");
    }

    private void merges() {
        put(Merging.ADD, "Add");
        put(Merging.AVERAGE, "Average");
        put(new Merging("Mul"), "Multiply");
        put(new Merging("Sub"), "Subtract");
        put(new Merging("Maximum"), "Maximum");
        put(new Merging("Minimum"), "Minimum");
        put(new Merging("RealDiv"), "Divide", "TrueDivide");
        put(new Concatenation(), "Concatenate");
        put(new Dot(), "Dot");
    }

    private void activations() {
        put(ActivationLayers::activation, "Activation");
        put(ActivationLayers::relu, "ReLU");
        put(ActivationLayers::leakyRelu, "LeakyReLU");
        put(ActivationLayers::thresholdedRelu, "ThresholdedReLU");
        put(ActivationLayers::elu, "ELU");
        put(ActivationLayers::softmax, "Softmax");
        put(ActivationLayers::gelu, "Gelu");
        put(new ParametricRelu(), "PReLU");
    }

    private void shapes() {
        put(Reshaping::flatten, "Flatten");
        put(Reshaping::reshape, "Reshape");
        put(Reshaping::permute, "Permute");
        put(new FunctionLayer(), "TFOpLambda", "SlicingOpLambda");
    }

    private void put(KerasLayer layer, String... classNames) {
        for (String name : classNames) layers.put(name, layer);
    }

    /** The classes that come with Coverslip. */
    public static LayerRegistry standard() {
        return STANDARD;
    }

    /** What translates layers of a Keras class; empty if nothing does. */
    public Optional<KerasLayer> find(String className) {
        return Optional.ofNullable(layers.get(className));
    }

    /** What translates a layer; empty if nothing does, or it is a class of somebody else's. */
    public Optional<KerasLayer> find(LayerSpec layer) {
        return layer.isForeign() ? Optional.empty() : find(layer.className());
    }

    /**
     * @throws Fault if a layer cannot be translated; it names all of them, not only the first
     */
    public void requireKnown(ModelSpec model) {
        List<LayerSpec> unknown =
                model.leaves().stream()
                        .filter(l -> !l.isInput())
                        .filter(l -> find(l).isEmpty())
                        .toList();
        if (unknown.isEmpty()) return;
        String named =
                unknown.stream()
                        .limit(5)
                        .map(LayerSpec::toString)
                        .collect(Collectors.joining(", "));
        String more = unknown.size() > 5 ? " and " + (unknown.size() - 5) + " more layers" : "";
        boolean code = unknown.stream().anyMatch(l -> l.className().equals("Lambda"));
        throw new Fault(
                named
                        + more
                        + " cannot be imported"
                        + (code ? ": the code of a Lambda runs in Python only" : ""),
                Fault.EXPORT);
    }

    /**
     * The variables that a layer owns, in the order in which Keras creates them; none if nothing
     * translates it.
     */
    public List<Variable> variables(LayerSpec layer, int generation) {
        return find(layer).map(k -> k.variables(layer.config(), generation)).orElse(List.of());
    }
}
