using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Providers.Kit;

/// <summary>Answers full of texts that look like documents: what is read of one takes at most four times its bytes, or a quarter MiB where
/// that is more.</summary>
public sealed class InnerTextBombTests(ITestOutputHelper output)
{
    private const int Floor = 256 * 1024;
    private const int MostTimes = 4;

    private readonly ProviderTestBed _bed = new();

    [Theory]
    [InlineData("cut at the end")]
    [InlineData("broken at the start")]
    [InlineData("deep and open")]
    [InlineData("documents in texts of texts")]
    [InlineData("Python")]
    [InlineData("small documents")]
    [InlineData("numbers that are none")]
    [InlineData("a broken info")]
    [InlineData("objects with a broken info")]
    [InlineData("objects with an info")]
    [InlineData("errors")]
    [InlineData("validation errors")]
    [InlineData("a traceback")]
    [InlineData("a log")]
    [InlineData("sentences")]
    [InlineData("names")]
    [InlineData("pictures cut short")]
    public void Read_TextsThatLookLikeDocuments_TakesAtMostFourTimesWhatWasRead(string shape)
    {
        foreach (var name in new[] { "replicate", "replicate failed", "runpod", "runpod failed", "modal", "modal refused" })
        {
            foreach (var size in name == "modal" ? new[] { 70_000, 150_000 } : [70_000])
            {
                var document = Document(name, shape, size);

                var (job, allocated, took) = Measure(name, document);

                output.WriteLine($"{name}, {shape}, {document.Length:N0}: {allocated:N0} allocated = {(double)allocated / document.Length:0.0} x, {took.TotalMilliseconds:N0} ms");
                Assert.Empty(job.Images);
                Assert.InRange(allocated, 0, Math.Max(Floor, MostTimes * (long)document.Length));
            }
        }
    }

    private static string Document(string name, string shape, int size)
    {
        var text = Text(shape, size);
        var log = shape == "a log" ? Repeat("{\\\"a\\\": [1, {\\\"b\\\":\\n", size) : "";
        return name switch
        {
            "replicate" => $$"""{"id":"a","status":"succeeded","logs":"{{log}}","output":{{text}}}""",
            "replicate failed" => $$"""{"id":"a","status":"failed","logs":"{{log}}","error":{{text}}}""",
            "runpod" => $$"""{"id":"a","status":"COMPLETED","output":{{text}}}""",
            "runpod failed" => $$"""{"id":"a","status":"FAILED","error":{{text}}}""",
            _ => text,
        };
    }

    private static string Text(string shape, int size) => shape switch
    {
        "cut at the end" => List("{\\\"images\\\":[\\\"abc\\\",\\\"def\\\"", size),
        "broken at the start" => List("[}{\\\"images\\\":[\\\"abc\\\",\\\"def\\\"]}]", size),
        "deep and open" => List("[[[[[[[[[[[[[[[[[[[[[[[[]", size),
        "documents in texts of texts" => List(Inner(Inner(Inner("{\"a\":[\"b]}"))), size),
        "Python" => List("{'images': ['abc', 'def'], 'ok': True, 'x': None}", size),
        "small documents" => List("[1000000,1000000,10000]", size),
        "numbers that are none" => List("[NaN, Infinity, -Infinity, None, NaN,,]", size),
        "a broken info" => $$"""{"images":["x"],"info":"{{Repeat("{\\\"all_seeds\\\":[1,2,", size)}}}"}""",
        "objects with a broken info" => $$"""[{{Repeat("{\"images\":[\"abcdefghijk\"],\"info\":\"{\\\"all_seeds\\\":[1,2,3}\"},", size)}}{}]""",
        "objects with an info" => $$"""[{{Repeat("{\"images\":[\"abcdefghijk\"],\"info\":\"{\\\"all_seeds\\\":[1,2,3]}\"},", size)}}{}]""",
        "errors" => $$"""{"error":[{{Repeat("\"{\\\"error\\\":\\\"CUDA out of memory, {\\\"a\\\":1}\",", size)}}""],"status":"failed"}""",
        "validation errors" => $$"""{"detail":[{{Repeat("{\"loc\":[\"a\",\"b\"],\"ctx\":\"{\\\"error\\\":[1,2}\",\"err\":\"x, {\\\"y\\\"}\"},", size)}}{}]}""",
        "a traceback" => $$"""{"error_type":"X","traceback":"{{Repeat("File a, line 1, {}\\n", size)}}","status":"error"}""",
        "a log" => List("step 1, {\\\"image\\\": 17, \\\"b\\\": [}", size),
        "sentences" => List("The content filter was not loaded, {\\\"a\\\":http://a.test/it}", size),
        "names" => "{" + string.Concat(Enumerable.Range(0, size / 50).Select(i => $"\"error{i}\":\"{{\\\"images\\\":[\\\"abc\\\",\\\"def\\\"{i}}}\",")) + "\"status\":\"failed\"}",
        "pictures cut short" => List("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAf{[]", size),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    private static string List(string text, int size) => $$"""[{{Repeat($"\"{text}\",", size)}}""]""";

    private static string Inner(string text) =>
        JsonValue.Create(text).ToJsonString()[1..^1].Replace("\\u0022", "\\\"", StringComparison.Ordinal);

    private static string Repeat(string text, int size) =>
        new StringBuilder(size + text.Length).Insert(0, text, Math.Max(1, size / text.Length)).ToString();

    private MeasuredCall Measure(string name, string document)
    {
        var compressed = MeasuredCall.Compress(document);
        _bed.Answer = _ => new(name == "modal refused" ? HttpStatusCode.BadRequest : HttpStatusCode.OK)
        {
            Content = new StreamContent(MeasuredCall.Decompress(compressed)) { Headers = { { "Content-Type", "application/json" } } },
        };
        var provider = name.Split(' ')[0];
        return provider == "modal"
            ? MeasuredCall.Run(_bed, provider, static (modal, _) => modal.SubmitJobAsync(ProviderTestBed.Request("mine"), default))
            : MeasuredCall.Run(_bed, provider);
    }
}
