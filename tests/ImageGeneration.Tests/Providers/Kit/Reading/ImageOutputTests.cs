using System.Text.Json;
using ImageGeneration.Providers.Kit;

namespace ImageGeneration.Tests.Providers.Kit.Reading;

public sealed class ImageOutputTests
{
    private const string Png = ProviderTestBed.Png;
    private const string Uri = "data:image/png;base64," + Png;

    [Theory]
    [InlineData("\"" + Uri + "\"")]
    [InlineData("\"data:image/webp;base64," + Png + "\"")]
    [InlineData("\"data:application/octet-stream;base64," + Png + "\"")]
    [InlineData("\"" + Png + "\"")]
    [InlineData("[\"" + Png + "\"]")]
    [InlineData("{\"images\":[{\"filename\":\"a.png\",\"type\":\"base64\",\"data\":\"" + Png + "\"}]}")]
    [InlineData("{\"images\":[{\"image\":\"" + Png + "\",\"seed\":1}],\"generation_time\":1.5,\"parameters\":{\"seed\":2}}")]
    [InlineData("[{\"image\":\"" + Uri + "\",\"seed\":1}]")]
    [InlineData("{\"status\":\"success\",\"message\":\"" + Png + "\"}")]
    [InlineData("{\"image_base64\":\"" + Png + "\",\"message\":\"done\"}")]
    [InlineData("{\"data_url\":\"" + Uri + "\"}")]
    [InlineData("{\"data\":[{\"b64_json\":\"" + Png + "\"}]}")]
    [InlineData("{\"image\":{\"url\":\"" + Uri + "\"}}")]
    [InlineData("{\"images\":[\"" + Uri + "\"],\"image_url\":\"" + Uri + "\",\"image\":\"" + Png + "\"}")]
    [InlineData("\"{\\\"images\\\":[\\\"" + Png + "\\\"]}\"")]
    [InlineData("\" [{\\\"image\\\":\\\"" + Uri + "\\\"}]\"")]
    [InlineData("{\"result\":\"{\\\"image\\\":\\\"" + Png + "\\\"}\"}")]
    [InlineData("{\"images\":[\"" + Uri + "\"],\"result\":\"{\\\"image\\\":\\\"" + Png + "\\\"}\"}")]
    [InlineData("{\"images\":[\"" + Uri + "\"],\"image\":\"data:image\\/png;base64," + Png + "\"}")]
    [InlineData("{\"images\":[\"" + Uri + "\"],\"image\":\"" + Png + "\\n\"}")]
    public void Read_BytesInAnyShape_IsOneImage(string output)
    {
        var image = Assert.Single(Read(output));

        Assert.Equal(Convert.FromBase64String(Png), image.Bytes?.ToArray());
        Assert.Equal("image/png", image.MediaType);
    }

    [Theory]
    [InlineData("""{"image_url":"https://image.runpod.ai/a.png","cost":0.1}""", 1)]
    [InlineData("""{"result":"https://image.runpod.ai/a.png"}""", 1)]
    [InlineData("""{"images":[{"filename":"a","type":"s3_url","data":"https://b.test/a.png"},{"data":"https://b.test/b.png"}]}""", 2)]
    [InlineData("""["https://b.test/a.png","https://b.test/a.png","https://b.test/b.png"]""", 2)]
    [InlineData("""{"images":[{"url":"https://b.test/a.png","thumbnail":"https://b.test/t.png"}]}""", 1)]
    [InlineData("\"http:\\/\\/b.test\\/a.png\"", 1)]
    [InlineData("""{"images":["https:\/\/b.test\/a.png"],"image_url":"https://b.test/a.png"}""", 1)]
    public void Read_Links_AreCountedOnce(string output, int count)
    {
        var images = Read(output);

        Assert.Equal(count, images.Count);
        Assert.All(images, image => Assert.Equal("image/png", image.MediaType));
    }

    [Theory]
    [InlineData("\"a text about a fox\"")]
    [InlineData("\"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\"")]
    [InlineData("""{"status":"error","message":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"}""")]
    [InlineData("""{"image":"data:text/plain;base64,QUJD"}""")]
    [InlineData("""{"image":"data:image/png,raw"}""")]
    [InlineData("""{"image":"data:image/png;base64,"}""")]
    [InlineData("""{"image":"data:image/png;base64,%%%%"}""")]
    [InlineData("""{"image":"https://"}""")]
    [InlineData("""{"image":"\ud800"}""")]
    [InlineData("""{"images":{"a":1},"image":null,"result":17}""")]
    [InlineData("null")]
    [InlineData("true")]
    public void Read_NoImage_IsEmpty(string output) => Assert.Empty(Read(output));

    [Theory]
    [InlineData("""{"images":["https://b.test/a.png","https://b.test/b.png"],"seeds":[5,6],"seed":9}""", 5, 6)]
    [InlineData("""{"images":["https://b.test/a.png","https://b.test/b.png"],"seed":9.0}""", 9, 9)]
    [InlineData("""{"images":[{"image":"https://b.test/a.png","seed":1},{"image":"https://b.test/b.png","seed":2}],"seed":9}""", 1, 2)]
    [InlineData("""{"images":["https://b.test/a.png","https://b.test/b.png"],"info":"{\"seed\":3,\"all_seeds\":[3,4]}"}""", 3, 4)]
    [InlineData("""{"images":["https://b.test/a.png","https://b.test/b.png"],"info":"no JSON"}""", null, null)]
    [InlineData("""{"images":[null,"https://b.test/a.png",{"image":"https://b.test/b.png"}],"seeds":[4,5,6]}""", 5, 6)]
    [InlineData("""{"images":["https://b.test/a.png","https://b.test/a.png","https://b.test/b.png"],"seeds":[5,5,6]}""", 5, 6)]
    [InlineData("""{"image":"https://b.test/a.png","url":"https://b.test/b.png","seeds":[5,6]}""", 5, 6)]
    [InlineData("""{"images":[["https://b.test/a.png"],["https://b.test/b.png"]],"seeds":[5,6]}""", 5, 6)]
    public void Read_Seeds_AreFoundWhereTheyAre(string output, int? first, int? second) =>
        Assert.Equal(new long?[] { first, second }, Read(output).Select(image => image.Seed));

    private static List<GeneratedImage> Read(string output)
    {
        using var document = JsonDocument.Parse(output);
        return ImageOutput.Read(document.RootElement, new("runpod", 1)).Images;
    }
}
