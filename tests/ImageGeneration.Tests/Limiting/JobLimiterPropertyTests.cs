using FsCheck;
using FsCheck.Fluent;
using ImageGeneration.Limiting;
using ImageGeneration.Providers;
using ImageGeneration.Tests.Time;
using Xunit.Abstractions;

namespace ImageGeneration.Tests.Limiting;

/// <summary>The promises of the limiter for any pattern of arrivals, ends, cancellations and pauses.</summary>
public sealed class JobLimiterPropertyTests(ITestOutputHelper output)
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Acquire_AnyPattern_WithinLimitConcurrencyAndQueueInOrderAndNeverDuringAPause() =>
        Prop.ForAll(Limits().ToArbitrary(), Steps().ToArbitrary(), (limits, steps) => new Run(limits).Play(steps)).Check(output, tests: 150);

    [Fact]
    public void Acquire_AnyLimitOf20OrMoreUnderLoad_At95PercentOrMore() =>
        Prop.ForAll(Gen.Choose(20, 1500).ToArbitrary(), perMinute =>
        {
            var run = new Run(new(perMinute, 10_000, 10_000));
            for (var i = 0; i < (2 * perMinute) + 10; i++)
            {
                run.Arrive();
            }

            run.Pass(2 * _minute);
            Assert.InRange(run.Granted.Count(at => at <= 2 * _minute), 0.95 * 2 * perMinute, 2 * perMinute);
        }).Check(output, tests: 25);

    private static Gen<RateLimits> Limits() =>
        from perMinute in Gen.Choose(1, 300)
        from concurrent in Gen.Choose(1, 30)
        from queue in Gen.Choose(0, 60)
        select new RateLimits(perMinute, concurrent, queue);

    private static Gen<IList<Step>> Steps() => Gen.ListOf(
        Gen.Frequency(
            (4, Gen.Choose(1, 30).Select(count => new Step(What.Arrive, count))),
            (5, Gen.Choose(1, 20_000).Select(milliseconds => new Step(What.Pass, milliseconds))),
            (3, Gen.Choose(1, 10).Select(count => new Step(What.End, count))),
            (2, Gen.Choose(0, 1000).Select(which => new Step(What.Cancel, which))),
            (2, Gen.Choose(0, 1000).Select(which => new Step(What.GiveBack, which))),
            (1, Gen.Choose(0, 40_000).Select(milliseconds => new Step(What.Pause, milliseconds)))),
        120).Select(steps => (IList<Step>)[.. steps]);

    private enum What
    {
        Arrive,
        Pass,
        End,
        Cancel,
        GiveBack,
        Pause,
    }

    private sealed record Step(What What, int Amount);

    private sealed record RateLimits(int PerMinute, int Concurrent, int Queue);

    private sealed class Run(RateLimits limits)
    {
        private readonly StepClock _time = new();
        private readonly List<Caller> _waiting = [];
        private readonly List<(IJobPermit Permit, TimeSpan At)> _running = [];
        private JobLimiter? _limiter;
        private TimeSpan _pausedUntil;
        private int _order;
        private int _lastServed = -1;

        public List<TimeSpan> Granted { get; } = [];

        private JobLimiter Limiter => _limiter ??= new(
            new RateLimitOptions { RequestsPerMinute = limits.PerMinute, Concurrent = limits.Concurrent, QueueLimit = limits.Queue }, _time);

        public void Play(IList<Step> steps)
        {
            foreach (var step in steps)
            {
                switch (step.What)
                {
                    case What.Arrive:
                        for (var i = 0; i < step.Amount; i++)
                        {
                            Arrive();
                        }

                        break;
                    case What.Pass:
                        Pass(TimeSpan.FromMilliseconds(step.Amount));
                        break;
                    case What.End:
                        for (var i = 0; i < step.Amount && _running.Count > 0; i++)
                        {
                            var ended = _running[0].Permit;
                            _running.RemoveAt(0);
                            ended.Release();
                            Serve();
                        }

                        break;
                    case What.Cancel when _waiting.Count > 0:
                        Cancel(_waiting[step.Amount % _waiting.Count]);
                        break;
                    case What.GiveBack when _running.Count > 0:
                        GiveBack(_running[^((step.Amount % Math.Min(2, _running.Count)) + 1)]);
                        break;
                    case What.Pause:
                        Pause(TimeSpan.FromMilliseconds(step.Amount));
                        break;
                }

                Assert.Equal((_running.Count, _waiting.Count), (Limiter.Running, Limiter.Waiting));
                Assert.InRange(_running.Count, 0, limits.Concurrent);
                Assert.InRange(_waiting.Count, 0, limits.Queue);
            }

            Granted.Sort();
            for (var last = limits.PerMinute; last < Granted.Count; last++)
            {
                Assert.True(Granted[last] - Granted[last - limits.PerMinute] > _minute, $"{limits.PerMinute + 1} creates until {Granted[last]}");
            }

            _limiter?.Dispose();
        }

        public void Arrive()
        {
            var source = new CancellationTokenSource();
            var (room, before) = (limits.Queue - _waiting.Count, _waiting.Count);
            var call = Limiter.AcquireAsync(TimeSpan.MaxValue, source.Token).AsTask();
            if (call is { IsCompletedSuccessfully: true } && call.Result is { Permit: null } refused)
            {
                Assert.Equal((PermitRefusal.QueueFull, 0), (refused.Refusal, room));
                return;
            }

            _waiting.Add(new(call, source, _time.Elapsed, _order++));
            Serve();
            Assert.True(before == 0 || !call.IsCompleted, "it went past those who waited");
        }

        public void Pass(TimeSpan by)
        {
            _time.Advance(by);
            Serve();
        }

        private void Pause(TimeSpan by)
        {
            Limiter.Pause(by);
            _pausedUntil = _pausedUntil > _time.Elapsed + by ? _pausedUntil : _time.Elapsed + by;
            Assert.Equal(_pausedUntil > _time.Elapsed ? _pausedUntil - _time.Elapsed : null, Limiter.PauseLeft);
        }

        private void Cancel(Caller caller)
        {
            var taken = Limiter.Running;
            caller.Source.Cancel();
            Assert.True(caller.Call.IsCanceled);
            _waiting.Remove(caller);
            Assert.Equal(taken, Limiter.Running);
        }

        // What was never sent is in no window; the last is worth a create, one before it nothing.
        private void GiveBack((IJobPermit Permit, TimeSpan At) unsent)
        {
            _running.Remove(unsent);
            Granted.Remove(unsent.At);
            unsent.Permit.Release(isUnused: true);
            unsent.Permit.Release();
            Serve();
        }

        private void Serve()
        {
            foreach (var caller in _waiting.FindAll(waiter => waiter.Call.IsCompleted))
            {
                var decision = caller.Call.Result;
                var at = caller.Came + decision.Waited;
                Assert.True(caller.Order > _lastServed, "it overtook another");
                Assert.True(at >= _pausedUntil, "it went out during a pause");
                _lastServed = caller.Order;
                _waiting.Remove(caller);
                _running.Add((Assert.IsType<JobPermit>(decision.Permit), at));
                Granted.Add(at);
            }

            var first = _waiting.Count > 0 ? _waiting[0].Order : int.MaxValue;
            Assert.True(_lastServed < first, "somebody before it still waits");
        }

        private sealed record Caller(Task<PermitDecision> Call, CancellationTokenSource Source, TimeSpan Came, int Order);
    }
}
