package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.coverslip.SmallNetworks;
import org.coverslip.report.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Every operation of the menu is also an Op. SciJava Ops 1.0.0 itself cannot run here, because half
 * of its modules are not on Maven Central: the index is read as its YAMLOpInfoDiscoverer and
 * JavaMethodYAMLOpInfoCreator read it.
 */
class OpsTest {

    /** {@code javaMethod:/class.method%28types%29}. */
    private static final Pattern SOURCE = Pattern.compile("javaMethod:/(.+)\\.(\\w+)\\((.*)\\)");

    @TempDir Path dir;

    static Stream<String> commands() {
        try (Context context = new Context(CommandService.class)) {
            return new Commands(context.service(CommandService.class))
                    .all().stream()
                            .filter(info -> info.getMenuPath().size() > 0)
                            .map(CommandInfo::getName)
                            .toList()
                            .stream();
        }
    }

    /** The methods of the index by the name of their Op. */
    private static Map<String, Method> index() throws Exception {
        Map<String, Method> methods = new LinkedHashMap<>();
        try (InputStream in = Ops.class.getResourceAsStream("/ops.yaml")) {
            Object read = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            for (Object entry : (List<?>) read) {
                Map<?, ?> op = (Map<?, ?>) ((Map<?, ?>) entry).get("op");
                String source =
                        URLDecoder.decode((String) op.get("source"), StandardCharsets.UTF_8);
                Matcher parts = SOURCE.matcher(source);
                assertThat(parts.matches()).as(source).isTrue();
                Method method =
                        Class.forName(parts.group(1))
                                .getMethod(parts.group(2), Class.forName(parts.group(3)));
                for (Object name : (List<?>) op.get("names")) methods.put((String) name, method);
            }
        }
        return methods;
    }

    private static String name(String command) {
        return "coverslip."
                + Pattern.compile("-(.)")
                        .matcher(command)
                        .replaceAll(m -> m.group(1).toUpperCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandOfTheMenuHasItsOp(String command) throws Exception {
        assertThat(index()).containsKey(name(command));
    }

    @Test
    void theOpDoesWhatTheMacroLineDoes() throws Exception {
        Path model = SmallNetworks.brightness(dir.resolve("model"), 8, 0);
        Path image = dir.resolve("a picture.png");
        ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        Path out = dir.resolve("out");
        String line = "input=[%s] model=%s output=%s show=false".formatted(image, model, out);
        assertThat(index().get("coverslip.classify").invoke(null, line)).isEqualTo(0);
        assertThat(Table.read(out.resolve("summary.csv")).rows().get(0))
                .contains("a picture.png", "dark");
    }

    @Test
    void aWrongRequestIsOneSentence() {
        assertThatThrownBy(() -> Ops.classify("input=x modle=y"))
                .hasMessageContaining("modle: classify has no such input; did you mean model?");
        assertThatThrownBy(() -> Ops.modelInfo("model=" + dir.resolve("none")))
                .hasMessageContaining("there is no such file or folder");
    }
}
