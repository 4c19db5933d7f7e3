using BenchmarkDotNet.Running;
using ImageGeneration.Benchmarks.Failover;
using ImageGeneration.Benchmarks.Overhead;
using ImageGeneration.Benchmarks.Waiting;

// One class per mode; whatever is none of them goes to BenchmarkDotNet (`-- --filter '*Limiter*'`).
switch (args)
{
    case ["overhead"]:
        await OverheadMode.RunAsync(Console.Out);
        break;
    case ["waiting"]:
        await WaitingMode.RunAsync(Console.Out);
        break;
    case ["failover-bench", .. var rest]:
        return await FailoverMode.RunAsync(Console.Out, rest.FirstOrDefault());
    case [ReplyServer.Mode]:
        await ReplyServer.RunAsync();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}

return 0;
