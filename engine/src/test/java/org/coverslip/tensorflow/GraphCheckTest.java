package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coverslip.tensorflow.ModelWriter.call;
import static org.coverslip.tensorflow.ModelWriter.function;
import static org.coverslip.tensorflow.ModelWriter.op;
import static org.coverslip.tensorflow.ModelWriter.string;
import static org.coverslip.tensorflow.ModelWriter.text;
import static org.coverslip.tensorflow.ModelWriter.with;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

/** Ways to hide an operation from a check, and ways an honest model uses files. */
class GraphCheckTest {

    private ModelWriter model;

    @BeforeEach
    void aModelWithAHarmfulFunctionThatNothingCalls() {
        model = ModelWriter.halfPlusTwo();
        model.add(text("path", "/etc/passwd"));
        model.define("evil", List.of("a"), op("w", "WriteFile", "a", "a"));
        assertThat(dangers()).isEmpty();
    }

    @Test
    void theBodyOfALoopOrBranchIsReached() {
        for (String attribute : List.of("body", "cond", "then_branch", "else_branch", "f")) {
            aModelWithAHarmfulFunctionThatNothingCalls();
            runs(with(op("loop", "While", "path"), attribute, function("evil")));
            assertFound();
        }
    }

    @Test
    void aFunctionInAListOrInTheAttributesOfAnotherIsReached() {
        NameAttrList evil = NameAttrList.newBuilder().setName("evil").build();
        AttrValue list =
                AttrValue.newBuilder()
                        .setList(AttrValue.ListValue.newBuilder().addFunc(evil))
                        .build();
        runs(with(op("case", "Case", "path"), "branches", list));
        assertFound();
        aModelWithAHarmfulFunctionThatNothingCalls();
        AttrValue nested =
                AttrValue.newBuilder()
                        .setFunc(NameAttrList.newBuilder().setName("no").putAttr("g", list))
                        .build();
        runs(with(op("map", "MapDataset", "path"), "f", nested));
        assertFound();
    }

    @Test
    void aFunctionCalledByItsOwnNameIsReached() {
        runs(op("legacy", "evil", "path"));
        assertFound();
    }

    @Test
    void aFunctionCalledByAFunctionIsReached() {
        model.define("outer", List.of("a"), call("c", "evil", "a"));
        runs(call("start", "outer", "path"));
        assertFound();
    }

    @Test
    void aFunctionThatTheOptimiserSwapsInIsReached() {
        model.graph
                .getGraphDefBuilder()
                .getLibraryBuilder()
                .getFunctionBuilder(0)
                .putAttr("api_implements", string("lstm"));
        model.define("good", List.of("a"), op("n", "NoOp"))
                .putAttr("api_implements", string("lstm"));
        runs(call("start", "good", "path"));
        assertFound();
    }

    @Test
    void aGradientFunctionAndOneNamedOnlyAsTextAreReached() {
        model.define("good", List.of("a"), op("n", "NoOp"))
                .putAttr("forward_function_name", string("evil"));
        runs(call("start", "good", "path"));
        assertFound();
        aModelWithAHarmfulFunctionThatNothingCalls();
        model.define("good", List.of("a"), op("n", "NoOp"));
        model.graph
                .getGraphDefBuilder()
                .getLibraryBuilder()
                .addGradientBuilder()
                .setFunctionName("good")
                .setGradientFunc("evil");
        runs(call("start", "good", "path"));
        assertFound();
    }

    @Test
    void functionsThatCallEachOtherInACircleAreFollowedOnce() {
        model.define("ping", List.of("a"), call("c", "pong", "a"));
        model.define("pong", List.of("a"), call("c", "ping", "a"), call("d", "evil", "a"));
        runs(call("start", "ping", "path"));
        assertFound();
    }

    @Test
    void whatFeedsAnInputIsNotRun() {
        model.add(op("w2", "WriteFile", "path", "path"));
        model.after("x", "w2");
        assertThat(dangers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ReadFile",
                "MatchingFiles",
                "ImmutableConst",
                "SaveV2",
                "MergeV2Checkpoints",
                "RestoreV2",
                "PyFunc",
                "PyFuncStateless",
                "EagerPyFunc",
                "RpcCall",
                "RpcServer",
                "TextLineDataset",
                "TFRecordDatasetV2",
                "FixedLengthRecordDataset",
                "CSVDatasetV2",
                "ExperimentalSqlDataset",
                "SnapshotDatasetV2",
                "DataServiceDatasetV4",
                "LoadDataset",
                "SaveDatasetV2",
                "CacheDataset",
                "WholeFileReaderV2",
                "ReaderReadV2",
                "Abort",
                "CreateSummaryFileWriter",
                "WriteScalarSummary",
                "WriteRawProtoSummary",
                "CollectiveReduceV2",
                "_Send",
                "Recv",
                "RemoteCall",
                "DatasetFromGraph",
                "DeserializeIterator",
                "FileSystemSetConfiguration",
                "DumpTensor",
                "RecordInput",
                "LoadAndRemapMatrix",
                "DistributedSave",
                "InitializeTableFromTextFileV2"
            })
    void operationsThatReachOutAreFound(String name) {
        runs(op("n", name, "path", "path"));
        assertThat(dangers()).containsExactly(name + " (node \"n\")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Conv2D",
                "FusedBatchNormV3",
                "VarHandleOp",
                "ReadVariableOp",
                "HashTableV2",
                "TensorListFromTensor",
                "ScalarSummary",
                "XlaCallModule",
                "TensorSliceDataset",
                "IteratorGetNext",
                "DecodeJpeg",
                "StringJoin",
                "NonMaxSuppressionV5",
                "PrintV2",
                "LookupTableFindV2",
                "RandomUniform",
                "Assert",
                "DebugIdentity",
                "Bucketize"
            })
    void operationsOfOrdinaryNetworksAreNot(String name) {
        runs(op("n", name, "path"));
        assertThat(dangers()).isEmpty();
    }

    @Test
    void operationsThatReachOutByAnAttributeAreFound() {
        AttrValue urls =
                AttrValue.newBuilder()
                        .setList(AttrValue.ListValue.newBuilder().addS(string("grpc://h:1").getS()))
                        .build();
        runs(with(op("p", "PrintV2", "path"), "output_stream", string("file:///tmp/x")));
        runs(with(op("d", "DecodeProtoV2", "path"), "descriptor_source", string("/tmp/x")));
        runs(with(op("i", "DebugIdentity", "path"), "debug_urls", urls));
        runs(with(op("s", "FixedUnigramCandidateSampler"), "vocab_file", string("/tmp/x")));
        assertThat(dangers())
                .containsExactly(
                        "DebugIdentity (node \"i\")",
                        "DecodeProtoV2 (node \"d\")",
                        "FixedUnigramCandidateSampler (node \"s\")",
                        "PrintV2 (node \"p\")");
    }

    @Test
    void restoringTheModelsOwnWeightsIsFine() {
        model.add(text("prefix", "model"), op("r", "RestoreV2", "prefix", "path", "path"));
        model.graph.getSaverDefBuilder().setRestoreOpName("r").setFilenameTensorName("prefix:0");
        assertThat(dangers()).isEmpty();
        model.define("restore", List.of("p"), op("rr", "RestoreV2", "p", "p", "p"));
        model.add(call("go", "restore", "prefix"));
        model.graph.getSaverDefBuilder().setRestoreOpName("go");
        assertThat(dangers()).isEmpty();
    }

    @Test
    void restoringFromElsewhereIsNot() {
        model.add(text("prefix", "model"));
        model.define("restore", List.of("p"), op("rr", "RestoreV2", "p", "p", "p"));
        model.add(call("own", "restore", "prefix"), call("foreign", "restore", "path"));
        model.add(op("both", "NoOp", "^own", "^foreign"));
        model.graph.getSaverDefBuilder().setRestoreOpName("both").setFilenameTensorName("prefix:0");
        assertThat(dangers()).containsExactly("RestoreV2 (node \"rr\", function \"restore\")");
    }

    @Test
    void aTableIsFilledFromAnAssetOfTheModelOnly() {
        model.add(text("asset", "vocabulary.txt"), op("table", "HashTableV2"));
        model.add(op("fill", "InitializeTableFromTextFileV2", "table", "asset"));
        model.initialisedBy("fill");
        assertThat(dangers()).containsExactly("InitializeTableFromTextFileV2 (node \"fill\")");
        model.asset("asset:0", "vocabulary.txt");
        assertThat(dangers()).isEmpty();
        model.asset("other:0", "../../secret.txt");
        assertThat(dangers()).containsExactly("asset \"../../secret.txt\" outside the model");
    }

    @Test
    void aSecondNodeOfTheSameNameDoesNotHideTheFirst() {
        model.define("twins", List.of("a"), op("n", "WriteFile", "a", "a"), op("n", "NoOp"));
        runs(call("start", "twins", "path"));
        assertThat(dangers()).containsExactly("WriteFile (node \"n\", function \"twins\")");
    }

    private void runs(NodeDef node) {
        model.add(node).after("y", node.getName());
    }

    private void assertFound() {
        assertThat(dangers()).containsExactly("WriteFile (node \"w\", function \"evil\")");
    }

    private List<String> dangers() {
        var graph = model.graph.build();
        return GraphCheck.dangers(graph, List.of(graph.getSignatureDefOrThrow("serving_default")));
    }
}
