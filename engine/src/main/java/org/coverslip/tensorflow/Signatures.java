package org.coverslip.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.coverslip.RefusedException;
import org.coverslip.network.ElementType;
import org.coverslip.network.Signature;
import org.coverslip.network.TensorInfo;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;

/** Reads the signatures of a meta graph, without native code. */
final class Signatures {

    private static final String DEFAULT = "serving_default";

    /** Keys TensorFlow writes for itself: how to initialise, how to train. */
    private static final String INTERNAL = "__saved_model_";

    private Signatures() {}

    /** All signatures that can be called, in the order of their keys. */
    static List<Signature> of(MetaGraphDef graph) {
        List<Signature> all = new ArrayList<>();
        new TreeMap<>(graph.getSignatureDefMap())
                .forEach(
                        (key, def) -> {
                            if (key.startsWith(INTERNAL)) return;
                            all.add(
                                    new Signature(
                                            key,
                                            tensors(def.getInputsMap()),
                                            tensors(def.getOutputsMap())));
                        });
        return all;
    }

    /**
     * The signature to use.
     *
     * @param key as the user named it; empty: {@code serving_default}, else the only one
     * @throws RefusedException if it does not exist, or none is named and there are several
     */
    static Signature choose(SavedModelFolder model, String key) {
        List<Signature> all = of(model.graph());
        List<String> keys = all.stream().map(Signature::key).toList();
        if (all.isEmpty())
            throw new RefusedException(
                    model.path(),
                    "it has no signature that says what goes in and what comes out",
                    "export it again with a serving signature");
        boolean named = !key.isEmpty();
        String wanted = named ? key : DEFAULT;
        for (Signature signature : all) if (signature.key().equals(wanted)) return signature;
        if (!named && all.size() == 1) return all.get(0);
        throw new RefusedException(
                model.path(),
                named ? "it has no signature \"" + key + "\"" : "it has no " + DEFAULT,
                "name one of its signatures " + keys);
    }

    /** The definition behind a signature, with the names its tensors have in the graph. */
    static SignatureDef definition(MetaGraphDef graph, Signature signature) {
        return graph.getSignatureDefOrThrow(signature.key());
    }

    private static List<TensorInfo> tensors(Map<String, org.tensorflow.proto.TensorInfo> of) {
        List<TensorInfo> infos = new ArrayList<>();
        new TreeMap<>(of).forEach((name, info) -> infos.add(tensor(name, info)));
        return infos;
    }

    private static TensorInfo tensor(String name, org.tensorflow.proto.TensorInfo info) {
        var shape = info.getTensorShape();
        // NB: a sparse or composite tensor is several tensors in the graph and has no name.
        ElementType type =
                info.getEncodingCase() == org.tensorflow.proto.TensorInfo.EncodingCase.NAME
                        ? ElementTypes.of(info.getDtypeValue())
                        : ElementType.UNSUPPORTED;
        List<Long> extents =
                shape.getUnknownRank() || !info.hasTensorShape()
                        ? null
                        : shape.getDimList().stream().map(d -> Math.max(-1, d.getSize())).toList();
        return new TensorInfo(name, type, extents);
    }
}
