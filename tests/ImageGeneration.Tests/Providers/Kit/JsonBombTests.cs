using System.Text;
using ImageGeneration.Providers;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Providers.Kit;

/// <summary>Answers that are small on the wire and were huge as a document: what is read of one takes at most four times its bytes, or a
/// quarter MiB where that is more.</summary>
public sealed class JsonBombTests(ITestOutputHelper output)
{
    private const int Mebi = 1024 * 1024;
    private const long Floor = Mebi / 4;

    private readonly ProviderTestBed _bed = new();

    public static TheoryData<string, int> Bombs => new()
    {
        { "ones", 6 * Mebi }, { "members", 200_000 }, { "depth", 6 * Mebi }, { "texts", 40_000 }, { "texts", 500_000 }, { "empty lists", 6 * Mebi },
        { "words", 6 * Mebi }, { "one number", 6 * Mebi }, { "NaN", 6 * Mebi }, { "text of ones", 6 * Mebi }, { "comment", 6 * Mebi }, { "one text", 6 * Mebi },
        { "ones", 140_000 }, { "members", 30_000 }, { "blanks", 6 * Mebi }, { "broken documents", 5_000 }, { "sentences", 25_000 },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void GetJob_SmallOnTheWireHugeAsADocument_TakesAtMostFourTimesWhatWasRead(string kind, int size)
    {
        var compressed = MeasuredCall.Compress(Document(kind, size));
        foreach (var name in new[] { "replicate", "runpod", "modal" })
        {
            CountingStream stream = null!;
            _bed.Answer = _ => new() { Content = new StreamContent(stream = Decompress(compressed)) };

            var (job, allocated, took) = MeasuredCall.Run(_bed, name);

            output.WriteLine($"{name}, {size:N0} {kind}: {compressed.Length:N0} bytes on the wire, {stream.Taken:N0} read, {allocated:N0} allocated, {took.TotalMilliseconds:N0} ms: {job.Failure?.Message}");
            Assert.Empty(job.Images);
            Assert.InRange(allocated, 0, Math.Max(Floor, 4 * stream.Taken));
        }
    }

    [Theory]
    [InlineData("ones", 6 * Mebi)]
    [InlineData("members", 200_000)]
    [InlineData("depth", 6 * Mebi)]
    public async Task GetJob_TooManyValues_StopsReadingAndSaysSo(string kind, int size)
    {
        var stream = Decompress(MeasuredCall.Compress(Document(kind, size)));
        _bed.Answer = _ => new() { Content = new StreamContent(stream) };

        var job = await _bed.Replicate().GetJobAsync(new("replicate", "a", "a/b"), default);

        Assert.Equal((JobStatus.Unknown, FailureKind.JobFailed), (job.Status, job.Failure!.Kind));
        Assert.Contains(kind == "depth" ? "nested more than 64 deep" : "JSON values", job.Failure.Message, StringComparison.Ordinal);
        Assert.InRange(stream.Taken, 1, 3 * Mebi);
    }

    /// <summary>What real services send is far below the limits: a page of predictions, a mask of numbers, a long log, beside a picture.</summary>
    [Theory]
    [InlineData("scores", 60_000)]
    [InlineData("log", 3_000_000)]
    [InlineData("inputs", 60)]
    [InlineData("small pictures", 300)]
    [InlineData("a picture after a blank", 6_000_000)]
    public async Task GetJob_MuchBesideTheImage_IsRead(string kind, int size)
    {
        var beside = kind switch
        {
            "scores" => string.Join(',', Enumerable.Repeat("0.125", size)),
            "log" => $"\"{string.Join(' ', Enumerable.Repeat("step", size / 5))}\"",
            "a picture after a blank" => $"\"data:image/png;base64, {new string('A', size)}\"",
            "small pictures" => string.Join(',', Enumerable.Repeat($"\"{new string('A', 32_000)}\"", size)),
            _ => string.Join(',', Enumerable.Range(0, size).Select(i => $"\"data:image/png;base64,{new string((char)('A' + (i % 26)), 40_000)}\"")),
        };
        _bed.Answer = _ => new()
        {
            Content = new StringContent($$"""{"beside":[{{beside}}],"id":"a","status":"succeeded","output":["data:image/png;base64,{{ProviderTestBed.Png}}"]}"""),
        };

        var job = await _bed.Replicate().GetJobAsync(new("replicate", "a", "a/b"), default);

        Assert.Single(job.Images);
    }

    private static string Document(string kind, int size) => kind switch
    {
        "ones" => $$"""{"id":"a","x":[{{Repeat("1,", size / 2)}}1]}""",
        "members" => "{" + string.Concat(Enumerable.Range(0, size).Select(i => $"\"m{i}\":{i},")) + "\"id\":\"a\"}",
        "broken documents" => $$"""{"id":"a","status":"COMPLETED","output":[{{Repeat("\"[[[[[[[[[[[[[[[[[[[[[[[[\",", size)}}""]}""",
        "depth" => new string('[', size / 2) + new string(']', size / 2),
        "texts" => $$"""{"id":"a","x":[{{Repeat("\"[1000000]\",", size)}}""]}""",
        "sentences" => $$"""{"id":"a","x":[{{Repeat("\"see http://b.test/x\",", size)}}""]}""",
        "empty lists" => $"[{Repeat("[],", size / 3)}[]]",
        "words" => $$"""{"id":"a","x":"{{Repeat("so it goes ", size / 11)}}"}""",
        "one number" => $$"""{"id":"a","x":{{new string('1', size)}}}""",
        "NaN" => $"[{Repeat("NaN,", size / 4)}NaN]",
        "text of ones" => $$"""{"id":"a","status":"COMPLETED","output":"[{{Repeat("1,", size / 2)}}1]"}""",
        "comment" => $"/*\"*/[{Repeat("1,", size / 2)}1]",
        "one text" => $$"""{"id":"a","x":"{{new string('A', size)}}"}""",
        _ => "{" + new string(' ', size) + "}",
    };

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static CountingStream Decompress(byte[] compressed) => new(MeasuredCall.Decompress(compressed));

    private sealed class CountingStream(Stream inner) : Stream
    {
        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Counted(inner.Read(buffer.Span)));

        public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        private int Counted(int read)
        {
            Taken += read;
            return read;
        }
    }
}
