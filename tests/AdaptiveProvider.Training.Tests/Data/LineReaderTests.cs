using System.Text;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>Lines of any length from streams that give any number of bytes at a time.</summary>
public class LineReaderTests
{
    [Fact]
    public void TryRead_RandomLines_SameAsSplitting()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            string[] lines = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => new string('x', random.Next(10) == 0 ? random.Next(200_000) : random.Next(40)))];
            var text = string.Join('\n', lines);
            var expected = lines[^1].Length == 0 ? lines[..^1] : lines;
            var limit = random.Next(2) == 0 ? 1 << 20 : random.Next(1, 80_000);
            var reader = new LineReader(new TricklingStream(Encoding.ASCII.GetBytes(text), random), limit);

            var read = new List<string?>();
            while (reader.TryRead(out var line, out var isTooLong))
            {
                read.Add(isTooLong ? null : Encoding.ASCII.GetString(line.Span));
                Assert.Equal(read.Count, reader.LineNumber);
            }

            Assert.True(expected.Select(line => line.Length <= limit ? line : null).SequenceEqual(read), $"seed {seed}");
        }
    }

    private sealed class TricklingStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, random.Next(1, 50_000)));
    }
}
