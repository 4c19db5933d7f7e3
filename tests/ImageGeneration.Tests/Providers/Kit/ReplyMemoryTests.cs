using System.Buffers;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using ImageGeneration.Providers;

namespace ImageGeneration.Tests.Providers.Kit;

/// <summary>A stranger's handler may write into what it was given long after the reply is gone. Outside the managed heap that would end the
/// process; in a pooled array it would be somebody else's data.</summary>
public sealed class ReplyMemoryTests
{
    private const int Large = 5_000_000;

    private readonly ProviderTestBed _bed = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_LargeBody_GivesTheHandlerArraysOnly(bool lengthIsTold)
    {
        var stream = new KeepingStream(Document(Large));
        _bed.Answer = _ => Response(stream, lengthIsTold ? stream.Length : null);

        var job = await GetJobAsync();

        Assert.Equal(JobStatus.Succeeded, job.Status);
        Assert.True(stream.Given.Count > 10);
        Assert.All(stream.Given, memory => Assert.True(MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)memory, out _), "a write would go past the garbage collector"));

        // With any of them outside the managed heap this would be the end of the process.
        stream.Given.ForEach(memory => memory.Span.Fill(0xEE));
    }

    [Theory]
    [InlineData(20_000, 1)]
    [InlineData(Large, 1)]
    [InlineData(Large, 40)]
    public async Task Read_ThatFailsHalfway_LeavesItsArrayToTheHandlerForGood(int bytes, int reads)
    {
        var stream = new KeepingStream(Document(bytes)) { FailsAt = reads };
        _bed.Answer = _ => Response(stream, bytes);

        var job = await GetJobAsync();

        Assert.Equal(FailureKind.Unavailable, job.Failure?.Kind);
        MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)stream.Given[^1], out var last);
        for (var i = 0; i < 100; i++)
        {
            Assert.NotSame(last.Array, ArrayPool<byte>.Shared.Rent(last.Array!.Length));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task Read_HandlerThatMiscounts_IsAFailedRead(int count)
    {
        foreach (var bytes in new[] { 100, Large })
        {
            var stream = new KeepingStream(Document(bytes)) { Says = count };
            _bed.Answer = _ => Response(stream, stream.Length);

            Assert.Equal(FailureKind.Unavailable, (await GetJobAsync()).Failure?.Kind);
        }
    }

    private Task<ProviderJob> GetJobAsync() => _bed.Replicate().GetJobAsync(new("replicate", "a", "a/b"), default);

    private static byte[] Document(int bytes)
    {
        var image = new byte[bytes * 3 / 4];
        Convert.FromBase64String(ProviderTestBed.Png).CopyTo(image, 0);
        return Encoding.UTF8.GetBytes($$"""{"id":"a","status":"succeeded","output":["data:image/png;base64,{{Convert.ToBase64String(image)}}"]}""");
    }

    private static HttpResponseMessage Response(Stream stream, long? length)
    {
        var content = new StreamContent(stream);
        content.Headers.ContentLength = length;
        return new(HttpStatusCode.OK) { Content = content };
    }

    private sealed class KeepingStream(byte[] body) : Stream
    {
        private int _at;

        public List<Memory<byte>> Given { get; } = [];

        public int FailsAt { get; init; } = int.MaxValue;

        public int? Says { get; init; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => body.Length;

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Given.Add(buffer);
            if (Given.Count == FailsAt)
            {
                throw new IOException("the connection was reset");
            }

            var read = Math.Min(buffer.Length, body.Length - _at);
            body.AsMemory(_at, read).CopyTo(buffer);
            _at += read;
            return new(Says ?? read);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
