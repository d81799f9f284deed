package org.coverslip.tensorflow;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Finds the operations by which a SavedModel would reach outside its graph: files, processes,
 * sockets, Python, code that cannot be seen. Looked at are the ways by which TensorFlow runs
 * something: reading the graph, restoring variables, initialising, and the signatures asked for.
 * Needs no native code.
 *
 * <p>The ordinary {@code save/} branch of every TF1 export is on none of these ways. Restoring from
 * the model's own checkpoint and filling a table from one of its own assets are fine.
 */
final class GraphCheck {

    private static final String INIT_SIGNATURE = "__saved_model_init_op";
    private static final List<String> INIT_COLLECTIONS =
            List.of("saved_model_main_op", "legacy_init_op");
    private static final String ASSET_COLLECTION = "saved_model_assets";

    private final MetaGraphDef graph;
    private final GraphBody main;
    private final FunctionLibrary library;
    private final SortedSet<String> found = new TreeSet<>();

    private GraphCheck(MetaGraphDef graph) {
        this.graph = graph;
        main = GraphBody.of(graph.getGraphDef());
        library = new FunctionLibrary(graph.getGraphDef().getLibrary());
    }

    /**
     * What is dangerous about loading a model and calling these of its signatures.
     *
     * @return one line each, such as {@code WriteFile (node "w", function "f")}; empty if nothing
     */
    static List<String> dangers(MetaGraphDef graph, Collection<SignatureDef> signatures) {
        GraphCheck check = new GraphCheck(graph);
        check.reading();
        check.loading();
        for (SignatureDef signature : signatures)
            check.add(
                    new GraphReach(check.main, check.library, names(signature.getInputsMap()))
                            .from(names(signature.getOutputsMap())),
                    false);
        return List.copyOf(check.found);
    }

    private void reading() {
        for (NodeDef node : main.nodes().values())
            if (DangerousOperations.isDangerous(node) && DangerousOperations.mayRunOnImport(node))
                add(main, node);
    }

    private void loading() {
        List<String> assets = new ArrayList<>();
        for (AssetFileDef asset : assets()) {
            assets.add(asset.getTensorInfo().getName());
            if (!staysInside(asset.getFilename()))
                found.add("asset \"" + asset.getFilename() + "\" outside the model");
        }
        add(new GraphReach(main, library, assets).from(initOperations()), true);
        List<String> files = new ArrayList<>(assets);
        files.add(graph.getSaverDef().getFilenameTensorName());
        add(
                new GraphReach(main, library, files)
                        .from(List.of(graph.getSaverDef().getRestoreOpName())),
                true);
    }

    private List<String> initOperations() {
        List<String> operations = new ArrayList<>();
        SignatureDef init = graph.getSignatureDefMap().get(INIT_SIGNATURE);
        if (init != null) operations.addAll(names(init.getOutputsMap()));
        for (String key : INIT_COLLECTIONS)
            operations.addAll(collection(key).getNodeList().getValueList());
        return operations;
    }

    private List<AssetFileDef> assets() {
        List<AssetFileDef> assets = new ArrayList<>(graph.getAssetFileDefList());
        for (Any any : collection(ASSET_COLLECTION).getAnyList().getValueList()) {
            try {
                assets.add(AssetFileDef.parseFrom(any.getValue()));
            } catch (InvalidProtocolBufferException e) {
                found.add("asset that cannot be read");
            }
        }
        return assets;
    }

    private CollectionDef collection(String key) {
        return graph.getCollectionDefOrDefault(key, CollectionDef.getDefaultInstance());
    }

    private static boolean staysInside(String file) {
        try {
            Path path = Path.of(file.replace('\\', '/'));
            return !path.isAbsolute() && !path.normalize().startsWith("..");
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static List<String> names(java.util.Map<String, TensorInfo> tensors) {
        List<String> names = new ArrayList<>();
        for (TensorInfo tensor : tensors.values()) {
            switch (tensor.getEncodingCase()) {
                case COO_SPARSE -> {
                    names.add(tensor.getCooSparse().getValuesTensorName());
                    names.add(tensor.getCooSparse().getIndicesTensorName());
                    names.add(tensor.getCooSparse().getDenseShapeTensorName());
                }
                case COMPOSITE_TENSOR ->
                        tensor.getCompositeTensor()
                                .getComponentsList()
                                .forEach(part -> names.add(part.getName()));
                default -> names.add(tensor.getName());
            }
        }
        return names;
    }

    /**
     * @param filesAreOwn whether what is fed are paths of the model's own files
     */
    private void add(GraphReach reach, boolean filesAreOwn) {
        reach.forEach(
                (body, node) -> {
                    if (callsFunction(node)) return;
                    if (!DangerousOperations.isRegistered(node.getOp())) {
                        add(body, node);
                    } else if (DangerousOperations.isDangerous(node)) {
                        int path = DangerousOperations.pathInput(node);
                        List<String> inputs = GraphBody.data(node);
                        boolean own =
                                filesAreOwn
                                        && path >= 0
                                        && path < inputs.size()
                                        && reach.isFed(body, inputs.get(path));
                        if (!own) add(body, node);
                    }
                });
    }

    private boolean callsFunction(NodeDef node) {
        return library.has(node.getOp()) && !DangerousOperations.isRegistered(node.getOp());
    }

    private void add(GraphBody body, NodeDef node) {
        String kind = DangerousOperations.isRegistered(node.getOp()) ? "" : "custom operation, ";
        String place = body.isMain() ? "" : ", function \"" + body.function() + "\"";
        found.add(node.getOp() + " (" + kind + "node \"" + node.getName() + "\"" + place + ")");
    }
}
