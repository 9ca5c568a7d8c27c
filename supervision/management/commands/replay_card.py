"""Evaluate cards from fact files alone: anyone can check one (docs/rules.md)."""

from django.core.management.base import BaseCommand

from supervision.rules.replay import ARGUMENTS, HELP, replay


class Command(BaseCommand):
    help = HELP
    requires_system_checks = []

    def add_arguments(self, parser):
        for name, options in ARGUMENTS.items():
            parser.add_argument(name, **options)

    def handle(self, *, files, policy, json, **options):
        if replay(files, policy, json, self.stdout.write, self.stderr.write):
            raise SystemExit(1)
