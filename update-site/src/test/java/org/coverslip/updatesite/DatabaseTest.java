package org.coverslip.updatesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a site remembers from release to release, and how it is written and read. */
class DatabaseTest {

    private static final long MONDAY = 20260105120000L;
    private static final long TUESDAY = 20260106120000L;
    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);
    private static final SitePath OPS_1 = new SitePath("jars/coverslip/ops-1.0.0.jar");
    private static final SitePath OPS_2 = new SitePath("jars/coverslip/ops-1.1.0.jar");
    private static final SitePath MACRO = new SitePath("macros/coverslip/m.ijm");
    private static final SitePath NATIVES = new SitePath("lib/win64/coverslip/n.jar");

    private static Version version(long time, String checksum) {
        return new Version(time, checksum, 10);
    }

    private static final Database FIRST =
            Database.EMPTY.next(
                    Map.of(
                            OPS_1, version(MONDAY, A),
                            MACRO, version(MONDAY, A),
                            NATIVES, version(MONDAY, A)),
                    MONDAY);

    @Test
    void aNewReleaseReplacesTheOneOfAnotherVersionAndRemembersIt() {
        Database second =
                FIRST.next(
                        Map.of(
                                OPS_2, version(TUESDAY, B),
                                MACRO, version(TUESDAY, A),
                                NATIVES, version(TUESDAY, A)),
                        TUESDAY);
        ListedFile ops = find(second, OPS_2);
        assertThat(ops.current()).contains(version(TUESDAY, B));
        assertThat(ops.previous()).containsExactly(new PreviousVersion(MONDAY, A, TUESDAY, OPS_1));
        assertThat(find(second, MACRO)).isEqualTo(find(FIRST, MACRO));
    }

    @Test
    void whatIsNoLongerShippedIsListedWithoutAVersion() {
        Database second =
                FIRST.next(
                        Map.of(OPS_1, version(TUESDAY, A), NATIVES, version(TUESDAY, A)), TUESDAY);
        assertThat(find(second, MACRO).current()).isEmpty();
        assertThat(find(second, MACRO).knows(A)).isTrue();
        Database again =
                second.next(
                        Map.of(
                                OPS_1, version(20260107120000L, A),
                                NATIVES, version(20260107120000L, A),
                                MACRO, version(20260107120000L, B)),
                        20260107120000L);
        assertThat(find(again, MACRO).current()).isPresent();
        assertThat(find(again, MACRO).previous()).hasSize(1);
    }

    @Test
    void aReleaseThatIsNotLaterIsRefused() {
        assertThatThrownBy(() -> FIRST.next(Map.of(OPS_2, version(MONDAY, B)), MONDAY))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("give a later one");
    }

    @Test
    void theSameReleaseAgainChangesNothing() {
        Database again =
                FIRST.next(
                        Map.of(
                                OPS_1, version(TUESDAY, A),
                                MACRO, version(TUESDAY, A),
                                NATIVES, version(TUESDAY, A)),
                        TUESDAY);
        assertThat(again).isEqualTo(FIRST);
    }

    @Test
    void twoFilesThatDifferByTheirVersionAloneAreRefused() {
        assertThatThrownBy(
                        () ->
                                Database.EMPTY.next(
                                        Map.of(
                                                OPS_1,
                                                version(MONDAY, A),
                                                OPS_2,
                                                version(MONDAY, B)),
                                        MONDAY))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("releases of one file");
    }

    @Test
    void aPlatformComesFromTheFolder() {
        assertThat(find(FIRST, NATIVES).platforms()).containsExactly("win64");
        assertThat(find(FIRST, NATIVES).isFor(SitePlatform.LINUX64)).isFalse();
        assertThat(find(FIRST, OPS_1).isFor(SitePlatform.LINUX64)).isTrue();
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Database second = FIRST.next(Map.of(OPS_2, version(TUESDAY, B)), TUESDAY);
        byte[] written = write(second);
        assertThat(DatabaseReader.read("db", new ByteArrayInputStream(written))).isEqualTo(second);
        assertThat(write(second)).isEqualTo(written);
        String xml =
                new String(
                        new GZIPInputStream(new ByteArrayInputStream(written)).readAllBytes(),
                        StandardCharsets.UTF_8);
        assertThat(xml)
                .contains("<plugin filename=\"jars/coverslip/ops-1.1.0.jar\">")
                .contains(
                        "<previous-version timestamp=\"20260105120000\" timestamp-obsolete=\"20260106120000\""
                                + " checksum=\""
                                + A
                                + "\" filename=\"jars/coverslip/ops-1.0.0.jar\"/>");
    }

    @Test
    void aDatabaseThatTheUpdaterWroteIsRead() {
        Database read =
                read(
                        """
                        <?xml version="1.0" encoding="UTF-8"?><!DOCTYPE pluginRecords [
                        <!ELEMENT pluginRecords ((update-site | disabled-update-site)*, plugin*)>
                        <!ATTLIST plugin filename CDATA #REQUIRED>]>
                        <pluginRecords>
                            <plugin filename="jars/parsington-3.1.0.jar">
                                <platform>linux64</platform>
                                <version checksum="b71337ba1b78c9c383b0a386b47593b87ab5b237" timestamp="20261120093846" filesize="47987">
                                    <description>A parser &amp; more.</description>
                                    <dependency filename="jars/x.jar" timestamp="20261120093846"/>
                                    <author>Curtis Rueden</author>
                                </version>
                                <previous-version timestamp="20251120093846" checksum="1fef80147d94bc9e47c9415304a5a22a013cb68e"/>
                            </plugin>
                        </pluginRecords>
                        """);
        ListedFile file = read.files().get(0);
        assertThat(file.current())
                .contains(
                        new Version(
                                20261120093846L,
                                "b71337ba1b78c9c383b0a386b47593b87ab5b237",
                                47987));
        assertThat(file.platforms()).isEqualTo(List.of("linux64"));
        assertThat(file.knows("1fef80147d94bc9e47c9415304a5a22a013cb68e")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not XML",
                "<html/>",
                "<pluginRecords><plugin/></pluginRecords>",
                "<pluginRecords><plugin filename='../../x.jar'/></pluginRecords>",
                "<pluginRecords><plugin filename='jars/x.jar'><version timestamp='1'/></plugin></pluginRecords>",
                "<pluginRecords><plugin filename='jars/x.jar'><version timestamp='20261120093846'"
                        + " checksum='0000000000000000000000000000000000000000' filesize='-1'/></plugin></pluginRecords>",
                "<pluginRecords><plugin filename='jars/x.jar'><platform>a\"b</platform></plugin></pluginRecords>",
                "<!DOCTYPE p [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><pluginRecords>&x;</pluginRecords>",
                "<!DOCTYPE p [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><pluginRecords>&b;</pluginRecords>"
            })
    void whatIsNoDatabaseIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(RefusedException.class);
    }

    @Test
    void aDatabaseThatUnpacksWithoutEndIsRefused() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
            byte[] blanks = new byte[1 << 20];
            for (int i = 0; i < 65; i++) zip.write(blanks);
        }
        assertThatThrownBy(
                        () ->
                                DatabaseReader.read(
                                        "db", new ByteArrayInputStream(bomb.toByteArray())))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("more than 64 MB");
    }

    @Test
    void whatIsNotZippedIsRefused() {
        assertThatThrownBy(
                        () ->
                                DatabaseReader.read(
                                        "db", new ByteArrayInputStream("<html>".getBytes())))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not the database of an update site");
    }

    private static ListedFile find(Database database, SitePath path) {
        return database.files().stream()
                .filter(f -> f.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] write(Database database) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DatabaseWriter.write(database, out);
        return out.toByteArray();
    }

    private static Database read(String xml) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(xml.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return DatabaseReader.read("db", new ByteArrayInputStream(zipped.toByteArray()));
    }
}
