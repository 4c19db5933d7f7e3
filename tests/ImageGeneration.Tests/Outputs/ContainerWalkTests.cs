using System.Text;
using ImageGeneration.Imaging;

namespace ImageGeneration.Tests.Outputs;

public sealed class ContainerWalkTests
{
    public static TheoryData<string> Names => [.. Files.Keys];

    private static Dictionary<string, byte[]> Files => new(StringComparer.Ordinal)
    {
        ["png"] = TestImages.Png(),
        ["jpeg"] = TestImages.Jpeg(),
        ["gif"] = TestImages.Gif(),
        ["webp"] = TestImages.Webp(),
        ["avif"] = TestImages.Avif(),
        ["jxl"] = [.. TestImages.Box("JXL ", 0x0D, 0x0A, 0x87, 0x0A), .. TestImages.Box("ftyp", [.. "jxl "u8, 0, 0, 0, 0]), .. TestImages.Box("jxlc", 0xFF, 0x0A, 1, 2, 3)],
        ["svg"] = "<svg xmlns='http://www.w3.org/2000/svg'><path/></svg>\n<!-- end -->\n"u8.ToArray(),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Feed_WholeFile_IsWholeInPiecesOfAnySize(string name)
    {
        var file = Files[name];

        Assert.All(Enumerable.Range(1, file.Length), size => Assert.True(Walked(file, file.Length, size).IsWhole, $"pieces of {size}"));
        Assert.False(ContainerWalk.IsCut([.. file]));
    }

    [Theory]
    [InlineData("png", 8)]
    [InlineData("jpeg", 4)]
    [InlineData("gif", 8)]
    [InlineData("webp", 8)]
    public void Feed_FileCutAnywhere_IsNotWhole(string name, int from)
    {
        var file = Files[name];

        Assert.All(Enumerable.Range(from, file.Length - from), length => Assert.False(Walked(file, length, 7).IsWhole, $"{length} of {file.Length}"));
    }

    [Theory]
    [InlineData("avif", 40)]
    [InlineData("jxl", 5)]
    [InlineData("svg", 15)]
    public void Feed_LastPartCut_IsNotWhole(string name, int most)
    {
        var file = Files[name];
        var comment = name == "svg" ? 15 : 0;

        Assert.All(Enumerable.Range(1, most), less => Assert.True(ContainerWalk.IsCut(file.AsSpan(0, file.Length - comment - less)), $"{less} less"));
    }

    /// <summary>One step for each byte would hold a thread for seconds.</summary>
    [Fact]
    public void Feed_FillBytesAndNothingBetweenParts_AreReadOver()
    {
        byte[] jpeg = [0xFF, 0xD8, .. Enumerable.Repeat((byte)0xFF, 5_000), .. Files["jpeg"].AsSpan(2)];
        byte[] gif = [.. Files["gif"].AsSpan(0, 13), .. new byte[5_000], .. Files["gif"].AsSpan(13)];

        Assert.All([("jpeg", jpeg), ("gif", gif)], file =>
        {
            Assert.All([1, 7, 4096, 20_000], size => Assert.True(Walked(file.Item2, file.Item2.Length, size).IsWhole, $"{file.Item1} in pieces of {size}"));
            Assert.True(ContainerWalk.IsCut(file.Item2.AsSpan(0, 5_000)));
        });
    }

    [Fact]
    public void Feed_SomethingBehindTheEnd_IsNoMatter() =>
        Assert.All(["png", "jpeg", "gif", "webp"], name => Assert.False(ContainerWalk.IsCut([.. Files[name], .. Encoding.ASCII.GetBytes("and a tail of the camera's")]), name));

    [Theory]
    [InlineData("424D36001800000000003600000028000000000400000003000001001800")]
    [InlineData("49492A0008000000")]
    [InlineData("FF0A41B2C000")]
    [InlineData("3C68746D6C3E")]
    public void IsCut_FormatThatReportsNoEnd_IsNotSaid(string hex) => Assert.False(ContainerWalk.IsCut(Convert.FromHexString(hex)));

    private static ContainerWalk Walked(byte[] file, int length, int size)
    {
        var walk = ContainerWalk.For(ImageSignature.Read(file)!.Value.MediaType, file)!;
        foreach (var piece in file[..length].Chunk(size))
        {
            walk.Feed(piece);
        }

        return walk;
    }
}
