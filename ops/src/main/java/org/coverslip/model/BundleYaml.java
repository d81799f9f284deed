package org.coverslip.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The text of {@code rdf.yaml}: bioimage.io 0.5.7, in a fixed order of fields. */
final class BundleYaml {

    private static final int SHORTEST_NAME = 5;
    private static final int LONGEST_NAME = 128;

    /** What bioimage.io takes for a DOI; it allows no citation without one. */
    private static final Pattern DOI = Pattern.compile("10\\.[0-9]{4}.+");

    private final ModelBundle bundle;
    private final TensorYaml tensors;

    BundleYaml(ModelBundle bundle) {
        this.bundle = bundle;
        tensors = new TensorYaml(bundle);
    }

    /**
     * @param weights name of the weights inside the bundle
     * @param fileDigest SHA-256 of the weights where they are one file; empty for a folder
     */
    String text(String weights, String fileDigest) {
        Map<String, Object> top = new LinkedHashMap<>();
        top.put("type", "model");
        top.put("format_version", "0.5.7");
        top.put("name", plainName());
        if (!bundle.description().isEmpty()) top.put("description", bundle.description());
        if (!bundle.authors().isEmpty()) {
            top.put("authors", bundle.authors().stream().map(a -> Map.of("name", a)).toList());
        }
        if (bundle.cite().stream().anyMatch(BundleYaml::valid)) top.put("cite", citations(false));
        if (spdx()) top.put("license", bundle.license().orElseThrow());
        if (bundle.task() != Task.UNKNOWN) top.put("tags", List.of(bundle.task().toString()));
        top.put("inputs", tensors.inputs());
        top.put("outputs", tensors.outputs());
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("source", weights);
        if (!fileDigest.isEmpty()) entry.put("sha256", fileDigest);
        // NB: the specification wants a version; 0 is read back as unknown.
        entry.put("tensorflow_version", bundle.tensorflowVersion().orElse("0"));
        top.put("weights", Map.of("tensorflow_saved_model_bundle", entry));
        top.put("config", Map.of("coverslip", own(fileDigest.isEmpty())));
        DumpSettings settings =
                DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setSchema(new CoreSchema())
                        .setDereferenceAliases(true)
                        .build();
        return new Dump(settings, new Quoting(settings)).dumpToString(top);
    }

    /**
     * Quotes texts that readers of YAML 1.1 would take for something else: labels such as no and
     * yes, sexagesimal numbers, dates.
     */
    private static final class Quoting extends StandardRepresenter {

        private static final Pattern AMBIGUOUS =
                Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|~|[-+.\\d].*");

        Quoting(DumpSettings settings) {
            super(settings);
        }

        @Override
        protected Node representScalar(Tag tag, String value, ScalarStyle style) {
            boolean quote = tag.equals(Tag.STR) && AMBIGUOUS.matcher(value).matches();
            return super.representScalar(tag, value, quote ? ScalarStyle.DOUBLE_QUOTED : style);
        }
    }

    /** bioimage.io wants 5 to 128 letters, digits, underscores, blanks or any of {@code +-()}. */
    private String plainName() {
        String plain = bundle.name().replaceAll("[^\\w+\\-() ]", " ").strip();
        if (plain.length() < SHORTEST_NAME) plain = (plain + " model").strip();
        return plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    }

    private boolean spdx() {
        return bundle.license().filter(l -> l.matches("[A-Za-z0-9.+-]+")).isPresent();
    }

    private static boolean valid(Citation cite) {
        return DOI.matcher(cite.doi()).matches();
    }

    private List<Map<String, Object>> citations(boolean all) {
        List<Map<String, Object>> out = new ArrayList<>();
        for (Citation c : bundle.cite()) {
            if (!all && !valid(c)) continue;
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("text", c.text());
            if (!c.doi().isEmpty()) map.put("doi", c.doi());
            out.add(map);
        }
        return out;
    }

    private Map<String, Object> own(boolean folder) {
        Map<String, Object> own = new LinkedHashMap<>();
        if (!bundle.name().equals(plainName())) own.put("name", bundle.name());
        if (!spdx()) bundle.license().ifPresent(l -> own.put("license", l));
        if (!bundle.cite().stream().allMatch(BundleYaml::valid)) own.put("cite", citations(true));
        own.put("task", bundle.task().toString());
        own.put("labels", bundle.labels());
        bundle.scores().ifPresent(s -> own.put("scores", s.toString()));
        bundle.resize().ifPresent(r -> own.put("resize", r.toString()));
        bundle.spacing().ifPresent(s -> own.put("spacing", s));
        bundle.patch().ifPresent(p -> own.put("patch", p));
        bundle.valueRange().ifPresent(r -> own.put("value_range", List.of(r.min(), r.max())));
        bundle.decoder().ifPresent(d -> own.put("decoder", d));
        bundle.signature().ifPresent(s -> own.put("signature", s));
        if (folder) own.put("sha256", bundle.sha256());
        own.put("tensors", tensorFacts());
        Map<String, Object> from = new LinkedHashMap<>();
        from.put("file", String.valueOf(bundle.source().getFileName()));
        from.put("format", bundle.format());
        if (!bundle.notes().isEmpty()) from.put("notes", bundle.notes());
        own.put("made_from", from);
        return own;
    }

    private Map<String, Object> tensorFacts() {
        Map<String, Object> out = new LinkedHashMap<>();
        for (InputSpec i : bundle.inputs()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("name", i.name());
            if (!i.preprocessingKnown()) facts.put("preprocessing", "unknown");
            List<Integer> reversals = StepYaml.reversals(i.preprocessing());
            if (!reversals.isEmpty()) facts.put("reverse_channels", reversals);
            List<Map<String, Object>> stains = StepYaml.stains(i.preprocessing());
            if (!stains.isEmpty()) facts.put("stain", stains);
            out.put(tensors.id(i.name()), facts);
        }
        for (OutputSpec o : bundle.outputs()) {
            out.put(tensors.outputId(o.name()), Map.of("name", o.name()));
        }
        return out;
    }
}
