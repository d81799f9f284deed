package org.coverslip.tensorflow;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * Which operations reach outside the graph. Made by going through all 1775 operations that
 * TensorFlow 2.16.1 registers, by their names, attributes and inputs; an operation that is not
 * among them comes from a custom library and can be anything.
 */
final class DangerousOperations {

    /** Files read, written, listed, mapped or removed, whatever the arguments. */
    private static final Pattern FILES =
            Pattern.compile(
                    "ReadFile|WriteFile|MatchingFiles|ImmutableConst|DumpTensor|RecordInput"
                            + "|Skipgram|FileSystemSetConfiguration|LoadAndRemapMatrix"
                            + "|GenerateVocabRemapping|Save|SaveSlices|SaveV2|MergeV2Checkpoints"
                            + "|(DTensor)?Restore(V2|Slice)?|InitializeTableFromTextFile(V2)?");

    /** Data sets and queues that read or write files. */
    private static final Pattern RECORDS =
            Pattern.compile(
                    "(Experimental)?(TextLine|TFRecord|FixedLengthRecord|CSV|Sql|LMDB"
                            + "|MatchingFiles|Snapshot|SnapshotChunk|ListSnapshotChunks|Cache"
                            + "|Load|Save)Dataset(V\\d)?"
                            + "|(Experimental)?DatasetToTFRecord|Snapshot\\w*Reader"
                            + "|(TextLine|TFRecord|FixedLengthRecord|LMDB|WholeFile|Identity)"
                            + "Reader(V2)?|Reader[A-Z]\\w*");

    /** Event files and databases for TensorBoard. */
    private static final Pattern SUMMARIES =
            Pattern.compile(
                    "CreateSummary(File|Db)Writer|(Flush|Close)?SummaryWriter|SummaryWriter"
                            + "|Write(Raw)?\\w*Summary|ImportEvent"
                            + "|StatsAggregatorSetSummaryWriter");

    /** Other processes and machines. */
    private static final Pattern NETWORK =
            Pattern.compile(
                    "Rpc[A-Z]\\w*|DataServiceDataset\\w*|RegisterDataset\\w*|DistributedSave"
                            + "|Collective\\w+|_?Nccl\\w+|_?(Host)?(Send|Recv)|RemoteCall"
                            + "|WorkerHeartbeat|_?Xla(Send|Recv)\\w*"
                            + "|_?\\w*(Configure|Shutdown|Initialize\\w*For|Connect|WaitFor)\\w*TPU\\w*");

    /** Ends the process. */
    private static final Pattern PROCESS = Pattern.compile("Abort");

    private static final Pattern PYTHON = Pattern.compile("(Eager)?PyFunc(Stateless)?");

    /** Run a graph or code that is data, so that no look at this graph can tell what happens. */
    private static final Pattern HIDDEN =
            Pattern.compile(
                    "DatasetFromGraph|DeserializeIterator|(MultiDevice)?IteratorFromStringHandle(V2)?"
                            + "|TfLiteSubgraphExecute|MlirPassthroughOp|_XlaHostComputeMlir"
                            + "|_TPUCompileMlir|XlaCustomCall(V2)?");

    private static final Pattern ALWAYS =
            Pattern.compile(
                    String.join(
                            "|",
                            FILES.pattern(),
                            RECORDS.pattern(),
                            SUMMARIES.pattern(),
                            NETWORK.pattern(),
                            PROCESS.pattern(),
                            PYTHON.pattern(),
                            HIDDEN.pattern()));

    /** Safe if their file is one of the model's own, which TensorFlow feeds; by input number. */
    private static final Map<String, Integer> READS_PATH =
            Map.of(
                    "Restore", 0,
                    "RestoreSlice", 0,
                    "RestoreV2", 0,
                    "InitializeTableFromTextFile", 1,
                    "InitializeTableFromTextFileV2", 1);

    private static final Set<String> STANDARD_STREAMS =
            Set.of("", "stdout", "stderr", "log(info)", "log(warning)", "log(error)");

    /** Operation name to whether it is stateful. */
    private static final Map<String, Boolean> REGISTERED = registered();

    private DangerousOperations() {}

    /** Whether this node reaches outside the graph when it runs. */
    static boolean isDangerous(NodeDef node) {
        return ALWAYS.matcher(node.getOp()).matches() || byAttribute(node);
    }

    /** Whether TensorFlow 2.16.1 has such an operation. */
    static boolean isRegistered(String operation) {
        return REGISTERED.containsKey(operation);
    }

    /**
     * Whether TensorFlow may run the node while it merely reads a graph: to infer shapes it
     * evaluates whatever is not stateful. Seen with 2.16.1: {@code Fill(DecodeRaw(ReadFile(p)), 1)}
     * reads {@code p} during import.
     */
    static boolean mayRunOnImport(NodeDef node) {
        return !REGISTERED.getOrDefault(node.getOp(), false);
    }

    /** The input that names the file, where the model's own files are fine; -1: no such input. */
    static int pathInput(NodeDef node) {
        return READS_PATH.getOrDefault(node.getOp(), -1);
    }

    private static boolean byAttribute(NodeDef node) {
        return switch (node.getOp()) {
            case "PrintV2" -> !STANDARD_STREAMS.contains(text(node, "output_stream"));
            case "FixedUnigramCandidateSampler" -> !text(node, "vocab_file").isEmpty();
            case "DecodeProtoV2", "EncodeProto" -> {
                String source = text(node, "descriptor_source");
                yield !source.isEmpty()
                        && !source.equals("local://")
                        && !source.startsWith("bytes://");
            }
            case "DebugIdentity",
                    "DebugIdentityV2",
                    "DebugIdentityV3",
                    "DebugNanCount",
                    "DebugNumericSummary" ->
                    lists(node, "debug_urls");
            case "Copy", "CopyHost" -> lists(node, "debug_ops_spec");
            default -> false;
        };
    }

    private static String text(NodeDef node, String attribute) {
        return node.getAttrOrDefault(attribute, AttrValue.getDefaultInstance())
                .getS()
                .toStringUtf8();
    }

    private static boolean lists(NodeDef node, String attribute) {
        return node.getAttrOrDefault(attribute, AttrValue.getDefaultInstance())
                        .getList()
                        .getSCount()
                > 0;
    }

    private static Map<String, Boolean> registered() {
        Map<String, Boolean> operations = new HashMap<>();
        try (var in = DangerousOperations.class.getResourceAsStream("operations.txt");
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(
                            line -> {
                                boolean stateful = line.startsWith("!");
                                operations.put(stateful ? line.substring(1) : line, stateful);
                            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return operations;
    }
}
