using System.IO.Compression;
using System.Text;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>Good lines, broken lines and broken files.</summary>
public sealed class CorpusReaderTests : IDisposable
{
    private const string Good = """{"src":"a","title":"t","text":"once"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tales.jsonl")]
    [InlineData("tales.jsonl.gz")]
    public void Read_BothShapes_GivesDocumentsWithTheirSources(string name)
    {
        var file = Write(name, """
            {"src":"a","title":"t","text":" once\nupon "}

            {"src":"b","lic":"MIT","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello","extra":1}]}
            {"src":"b","persona":"kind","messages":[{"role":"system","content":"be"}]}
            """);
        var reader = new CorpusReader();

        var documents = reader.Read(file).ToList();

        Assert.Equal(["tales/a", "tales/b", "tales/b/kind"], documents.Select(document => document.Source));
        Assert.Equal(("once\nupon", 0), (documents[0].Text, documents[0].Messages.Count));
        Assert.Equal([new TrainingMessage("user", "hi"), new TrainingMessage("assistant", "hello")], documents[1].Messages);
        Assert.Null(documents[1].Text);
        Assert.Equal((3L, 0L), (reader.Report.Documents, reader.Report.BrokenLines));
    }

    [Theory]
    [InlineData("{", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("7", "object")]
    [InlineData("""{"text":"x"}""", "src")]
    [InlineData("""{"src":7,"text":"x"}""", "src")]
    [InlineData("""{"src":"a"}""", "text")]
    [InlineData("""{"src":"a","text":" \n"}""", "text")]
    [InlineData("""{"src":"a","text":null}""", "text")]
    [InlineData("""{"src":"a","messages":[]}""", "messages")]
    [InlineData("""{"src":"a","messages":{}}""", "messages")]
    [InlineData("""{"src":"a","messages":[7]}""", "message 1")]
    [InlineData("""{"src":"a","messages":[{"role":"user","content":"x"},{"role":"robot","content":"x"}]}""", "message 2")]
    [InlineData("""{"src":"a","messages":[{"role":"user","content":""}]}""", "content")]
    [InlineData("""{"src":"a","messages":[{"role":"user","content":["x"]}]}""", "content")]
    [InlineData("""{"src":"a","text":"\ud800"}""", "Unicode")]
    [InlineData("""{"src":"a","text":"x"} {"src":"a","text":"x"}""", "JSON")]
    public void Read_BrokenLine_IsReportedAndSkipped(string line, string problem)
    {
        var file = Write("c.jsonl", $"{Good}\n{line}\n{Good}");
        var reader = new CorpusReader(new CorpusReaderOptions { BrokenShareMax = 0.5 });

        Assert.Equal(2, reader.Read(file).Count());

        var report = Assert.Single(reader.Report.Files);
        var fault = Assert.Single(report.FirstFaults);
        Assert.Equal((3, 1, 2), (report.Lines, report.BrokenLines, fault.Line));
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
        Assert.Contains("line 2", reader.Report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BytesThatAreNotUtf8_AreABrokenLine()
    {
        File.WriteAllBytes(_folder["c.jsonl"], [.. "{\"src\":\"a\",\"text\":\""u8, 0xFF, 0xFE, .. "\"}\n"u8, .. Encoding.UTF8.GetBytes(Good)]);
        var reader = new CorpusReader(new CorpusReaderOptions { BrokenShareMax = 0.5 });

        Assert.Single(reader.Read(_folder["c.jsonl"]));
        Assert.Equal(1, reader.Report.BrokenLines);
    }

    [Fact]
    public void Read_DeeplyNestedJson_IsABrokenLine()
    {
        var file = Write("c.jsonl", $"{Good}\n{new string('[', 100_000)}");
        var reader = new CorpusReader(new CorpusReaderOptions { BrokenShareMax = 0.5 });

        Assert.Single(reader.Read(file));
    }

    [Fact]
    public void Read_OverlongLine_IsSkippedAndTheNextIsRead()
    {
        var file = Write("c.jsonl", $"{Good}\n{Good[..^2]}{new string('x', 200_000)}\"}}\n{Good}\n");
        var reader = new CorpusReader(new CorpusReaderOptions { BrokenShareMax = 0.5, LineBytesMax = 1_000 });

        Assert.Equal(2, reader.Read(file).Count());
        Assert.Equal(2, reader.Report.Files[0].FirstFaults[0].Line);
    }

    [Fact]
    public void Read_MoreBrokenLinesThanAllowed_FailsAtTheEndAndNamesTheFirst()
    {
        var file = Write("c.jsonl", string.Join('\n', Enumerable.Range(1, 100).Select(line => line is 30 or 60 ? "broken" : Good)));

        var error = Assert.Throws<CorpusException>(() => new CorpusReader().Read(file).Count());

        Assert.Equal((file, 30L), (error.File, error.Line));
        Assert.Equal(98, new CorpusReader(new CorpusReaderOptions { BrokenShareMax = 0.02 }).Read(file).Count());
    }

    [Fact]
    public void Read_FileOfAnotherKind_IsGivenUpEarly()
    {
        var file = Write("c.jsonl", string.Concat(Enumerable.Repeat("not json\n", 5_000)));
        var reader = new CorpusReader();

        Assert.Throws<CorpusException>(() => reader.Read(file).Count());
        Assert.InRange(reader.Report.BrokenLines, 1, 1_000);
    }

    [Fact]
    public void Read_Strict_FailsAtTheFirstBrokenLine()
    {
        var file = Write("c.jsonl", $"{Good}\n{Good}\nbroken\n{Good}");
        var reader = new CorpusReader(new CorpusReaderOptions { IsStrict = true, BrokenShareMax = 1 });

        var error = Assert.Throws<CorpusException>(() => reader.Read(file).Count());

        Assert.Equal((file, 3L), (error.File, error.Line));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1.0)]
    public void Read_TruncatedGzip_IsAnErrorThatNamesTheFile(double kept)
    {
        var random = new Random(5);
        var file = Write("c.jsonl.gz", string.Join('\n', Enumerable.Range(0, 500).Select(_ => $$"""{"src":"a","text":"{{random.NextInt64()}}"}""")));
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..Math.Min((int)(bytes.Length * kept), bytes.Length - 1)]);

        var error = Assert.Throws<CorpusException>(() => new CorpusReader().Read(file).Count());

        Assert.Equal(file, error.File);
    }

    [Fact]
    public void Read_DamagedGzip_IsAnError()
    {
        var file = Write("c.jsonl.gz", string.Concat(Enumerable.Repeat(Good + "\n", 50)));
        var bytes = File.ReadAllBytes(file);
        bytes[^6] ^= 1;
        File.WriteAllBytes(file, bytes);

        Assert.Throws<CorpusException>(() => new CorpusReader().Read(file).Count());
        File.WriteAllText(file, Good);
        Assert.Throws<CorpusException>(() => new CorpusReader().Read(file).Count());
    }

    [Fact]
    public void Read_MissingFile_IsAnError()
        => Assert.Throws<CorpusException>(() => new CorpusReader().Read(_folder["none.jsonl"]).Count());

    [Theory]
    [InlineData("")]
    [InlineData("\n \n\r\n")]
    public void Read_EmptyFile_GivesNothing(string content) => Assert.Empty(new CorpusReader().Read(Write("c.jsonl", content)));

    [Fact]
    public void Read_ByteOrderMarkAndCarriageReturns_AreNoPartOfLines()
        => Assert.Equal(2, new CorpusReader(new CorpusReaderOptions { IsStrict = true }).Read(Write("c.jsonl", $"\uFEFF{Good}\r\n{Good}\r\n")).Count());

    [Fact]
    public void Read_MutatedLines_GiveDocumentsOrFaultsOnly()
    {
        const int Seed = 71;
        var random = new Random(Seed);
        var line = """{"src":"a","messages":[{"role":"user","content":"h\u00e9"},{"role":"assistant","content":"b"}]}"""u8.ToArray();
        using (var stream = File.Create(_folder["m.jsonl"]))
        {
            for (var round = 0; round < 3_000; round++)
            {
                var mutated = line.ToArray();
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
                stream.Write(mutated);
                stream.WriteByte((byte)'\n');
            }
        }

        var reader = new CorpusReader(new CorpusReaderOptions { BrokenShareMax = 1 });
        var count = reader.Read(_folder["m.jsonl"]).Count();

        Assert.True(count > 0 && reader.Report.BrokenLines > 0, $"seed {Seed}");
        Assert.Equal(count, reader.Report.Documents);
    }

    [Theory]
    [InlineData(-0.1, 1)]
    [InlineData(1.1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, 0)]
    public void Constructor_OptionsOutOfRange_AreRefused(double share, int lineBytes)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new CorpusReader(new CorpusReaderOptions { BrokenShareMax = share, LineBytesMax = lineBytes }));

    private string Write(string name, string content)
    {
        using Stream file = File.Create(_folder[name]);
        using var stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Optimal) : file;
        stream.Write(Encoding.UTF8.GetBytes(content));
        return _folder[name];
    }
}
